"""The consultant's workspace: from a study's files to the reports."""
