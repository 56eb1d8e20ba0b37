"""The sections of the reports: each turns the material it is given into headline and blocks."""
