"""The roll: who is asked. Accounts, studies, contacts, invitations."""
