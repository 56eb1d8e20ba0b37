"""Writes and long reads: each changes its session or book, and the caller commits."""
