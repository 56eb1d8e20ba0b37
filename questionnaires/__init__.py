"""Questionnaires: what is asked, who is asked it, and whether an answer is valid. Pure values."""
