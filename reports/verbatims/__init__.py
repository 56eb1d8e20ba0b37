"""Verbatims: what of the free text may be quoted, and in what order it is read."""
