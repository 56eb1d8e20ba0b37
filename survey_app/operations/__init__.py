"""What keeps an installation honest: the forensic examiner, and what it stands on."""
