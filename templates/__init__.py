"""The pages, mails and reports as templates, beside the styles they need."""
