"""Repeatable chance: the same parts give the same numbers, on every machine and in any order."""

import random


def chance(*parts: object) -> random.Random:
    key = "/".join(str(part) for part in parts)
    return random.Random(key)  # noqa: S311 - invented opinions that must repeat, not secrets
