"""The base of the workspace's forms."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import FileField
from wtforms.form import BaseForm


class Form(FlaskForm):
    """A form that checks its own token; with types, which the library lacks."""

    class Meta(FlaskForm.Meta):
        """What a form is filled from."""

        def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:
            """Take files for file fields and text for all others, whatever was sent as which."""
            if formdata is None or request.method != "POST":
                return None
            files = {name for name, field in form._fields.items() if isinstance(field, FileField)}
            sent = [item for item in request.form.items(multi=True) if item[0] not in files]
            attached = [item for item in request.files.items(multi=True) if item[0] in files]
            return MultiDict([*sent, *attached])

    def __init__(self, **values: Any) -> None:  # a field's value may be of any type
        super().__init__(**values)  # type: ignore[no-untyped-call]

    def is_submitted(self) -> bool:
        """Say whether it was sent, and not only asked for."""
        return bool(super().is_submitted())  # type: ignore[no-untyped-call]

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Say whether it was sent and is right."""
        return bool(super().validate_on_submit(extra_validators))  # type: ignore[no-untyped-call]

    @property
    def status(self) -> int:
        """Return the status of a page that shows it: 422 where it was sent and is wrong."""
        return 422 if self.is_submitted() else 200
