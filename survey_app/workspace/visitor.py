"""Who is behind a request: a consultant by one session, or nobody we know."""

from dataclasses import dataclass

from flask_login import UserMixin, current_user

from survey_app.services.accounts import Consultant


@dataclass(frozen=True)
class Visitor(UserMixin):
    """A consultant, and the id of the session, which is what Flask-Login keeps in the cookie."""

    consultant: Consultant
    session_id: str

    def get_id(self) -> str:
        return self.session_id


def visitor() -> Visitor | None:
    """Return who is signed in; asks the roll once a request."""
    found = current_user._get_current_object()
    return found if isinstance(found, Visitor) else None


def current_session() -> str:
    """Return the id of the session this request came with; '' for none."""
    found = visitor()
    return found.session_id if found else ""
