"""The forms of a wave: launching, extending, closing, reporting and destroying it."""

from datetime import date, timedelta

from wtforms import (
    BooleanField,
    DateField,
    Field,
    PasswordField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, EqualTo, InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from survey_app.clock import now
from survey_app.errors import NotOnTheMenu
from survey_app.languages import day, later
from survey_app.roll.models import Wave
from survey_app.services import passwords
from survey_app.services.segments import chosen
from survey_app.services.typed import Typed
from survey_app.services.waves import FIELD_DAYS, frozen
from survey_app.workspace import Form, language, words

LONGEST_FIELD = timedelta(days=366)
NO_DAY = later("Please give the last day as day, month and year.")


class LastDay(DateField):
    """A day, of which whatever is none is refused in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(words(NO_DAY)) from None


class _DayForm(Form):
    """A last day to answer, from today to a year ahead."""

    until = LastDay(
        words("Last day to answer"),
        [InputRequired(words(NO_DAY))],
        description=words("Answers are taken until the end of this day (UTC)."),
    )

    def __init__(self, earliest: date, today: date, proposed: date) -> None:
        super().__init__(data={"until": proposed})
        self.earliest, self.latest, self.today = earliest, today + LONGEST_FIELD, today

    def validate_until(self, field: Field) -> None:
        """Refuse a day that is past, or so far off that nobody means it."""
        if field.data is None:
            return
        if field.data < self.today:
            past = words("This day is past; today is %s.")
            raise ValidationError(past % day(self.today, language()))
        if field.data < self.earliest:
            before = day(self.earliest - timedelta(days=1), language())
            raise ValidationError(words("It is open until %s already; name a later day.") % before)
        if field.data > self.latest:
            raise ValidationError(words("A wave can be open for a year at most."))


class LaunchForm(_DayForm):
    """The last day, a passphrase if one is wanted, and that it is known what is frozen."""

    passphrase = PasswordField(
        words("Passphrase (leave it empty for none)"),
        description=words("At least 12 characters; a few words that nobody would put together."),
    )
    passphrase_again = PasswordField(
        words("Passphrase again"),
        [EqualTo("passphrase", words("The two differ. Please type the same passphrase twice."))],
    )
    confirmed = BooleanField(
        words("I have checked the questionnaire, the contacts and the policy"),
        [DataRequired(words("Please tick that you have checked them: launching is for good."))],
    )

    def __init__(self, today: date) -> None:
        super().__init__(today, today, today + timedelta(days=FIELD_DAYS))

    def validate_passphrase(self, field: Field) -> None:
        """Refuse a passphrase that others would guess."""
        told = passwords.problem(field.data, "") if field.data else None
        if told:
            raise ValidationError(words(told))


class ExtendForm(_DayForm):
    """A later last day."""

    def __init__(self, today: date, closes_on: date, *, reopens: bool) -> None:
        later = closes_on + timedelta(days=1)
        earliest = today if reopens else max(today, later)
        super().__init__(earliest, today, max(today, closes_on) + timedelta(days=14))


class CloseForm(Form):
    """That the count is final and, where it is needed, what opens the ballots or closes early."""

    secret = PasswordField(
        words("Passphrase or recovery code"),
        [InputRequired(words("Please type the passphrase or the recovery code of this wave."))],
        description=words("Without one of the two the ballots stay sealed."),
    )
    confirmed = BooleanField(
        words("Close the wave and count it, for good"),
        [DataRequired(words("Please tick that this is meant: it cannot be undone."))],
    )
    early = BooleanField(
        words("Close it before its last day, although people may still want to answer"),
        [DataRequired(words("Please tick this too: the last day has not passed yet."))],
    )

    def __init__(self, *, early: bool, locked: bool) -> None:
        super().__init__()
        if not early:
            del self.early
        if not locked:
            del self.secret

    def typed(self) -> Typed | None:
        """Return what was typed to open the ballots; None where nothing has to be."""
        return Typed(self.secret.data or "", now()) if "secret" in self else None

    def refuse(self, told: str) -> None:
        """Say beside the field why what was typed opened nothing."""
        self.secret.errors = [*self.secret.errors, told]


class DestroyForm(Form):
    """The wave's id, typed: nobody destroys answers by a slip."""

    typed = StringField(words("The wave’s id"))

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name_of_wave = name

    def validate_typed(self, field: Field) -> None:
        """Refuse anything but the id itself."""
        if (field.data or "").strip() != self.name_of_wave:
            message = words("Please type the id exactly as it stands above: %s")
            raise ValidationError(message % self.name_of_wave)


class EditionForm(Form):
    """By which columns of the frozen menu an edition breaks results down."""

    by = SelectMultipleField(
        words("Results broken down by"),
        description=words(
            "Each one ticked adds a section to the report for the supplier. What is not ticked can "
            "be added by a later edition."
        ),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def __init__(self, wave: Wave) -> None:
        super().__init__()
        self.wave = wave
        self.by.choices = [(each, each.replace("_", " ")) for each in frozen(wave).menu.breakdowns]

    def validate_by(self, field: Field) -> None:
        """Refuse what was not frozen at the launch."""
        try:
            chosen(self.wave, field.data or ())
        except NotOnTheMenu as refusal:
            raise ValidationError(words(refusal.sentence)) from None
