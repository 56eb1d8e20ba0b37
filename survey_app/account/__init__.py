"""Accounts: signing in and out, the first password and every later one."""
