"""The forms of an account."""

from wtforms import EmailField, Field, PasswordField
from wtforms.validators import EqualTo, InputRequired, ValidationError

from survey_app.languages import later
from survey_app.services import passwords
from survey_app.workspace import Consultant, Form, words

HELP = later(
    "At least 12 characters. A few words that have nothing to do with each other are easy to "
    "remember and hard to guess."
)


class SignInForm(Form):
    """E-mail address and password."""

    email = EmailField(
        words("E-mail address"), [InputRequired(words("Please enter your e-mail address."))]
    )
    password = PasswordField(
        words("Password"), [InputRequired(words("Please enter your password."))]
    )


class NewPasswordForm(Form):
    """A password chosen, twice."""

    new = PasswordField(
        words("New password"),
        [InputRequired(words("Please choose a password."))],
        description=words(HELP),
    )
    repeated = PasswordField(
        words("New password again"),
        [EqualTo("new", words("The two passwords differ. Please type the same one twice."))],
    )

    def __init__(self, owner: Consultant) -> None:
        super().__init__()
        self.owner = owner

    def validate_new(self, field: Field) -> None:
        """Refuse a password that others would guess."""
        told = passwords.problem(field.data or "", self.owner.email, self.owner.practice)
        if told:
            raise ValidationError(words(told))


class PasswordForm(NewPasswordForm):
    """The present password, and a new one."""

    present = PasswordField(
        words("Present password"), [InputRequired(words("Please enter your present password."))]
    )
