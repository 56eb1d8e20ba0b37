"""The forms of a wave: launching, extending, closing and destroying it."""

from datetime import date, timedelta

from wtforms import BooleanField, DateField, Field, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from survey_app.languages import day, later
from survey_app.services.waves import FIELD_DAYS
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
    """The last day, and that the consultant knows what is frozen."""

    confirmed = BooleanField(
        words("I have checked the questionnaire, the contacts and the policy"),
        [DataRequired(words("Please tick that you have checked them: launching is for good."))],
    )

    def __init__(self, today: date) -> None:
        super().__init__(today, today, today + timedelta(days=FIELD_DAYS))


class ExtendForm(_DayForm):
    """A later last day."""

    def __init__(self, today: date, closes_on: date, *, reopens: bool) -> None:
        later = closes_on + timedelta(days=1)
        earliest = today if reopens else max(today, later)
        super().__init__(earliest, today, max(today, closes_on) + timedelta(days=14))


class CloseForm(Form):
    """That the count is final, and before the last day, that closing early is meant."""

    confirmed = BooleanField(
        words("Close the wave and count it, for good"),
        [DataRequired(words("Please tick that this is meant: it cannot be undone."))],
    )
    early = BooleanField(
        words("Close it before its last day, although people may still want to answer"),
        [DataRequired(words("Please tick this too: the last day has not passed yet."))],
    )

    def __init__(self, *, early: bool) -> None:
        super().__init__()
        if not early:
            del self.early


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
