"""All routes of the consultant's workspace, hung onto one blueprint."""

from survey_app.consult import ending, fieldwork, files, reports, studies
from survey_app.consult.desk import consult

__all__ = ["consult", "ending", "fieldwork", "files", "reports", "studies"]
