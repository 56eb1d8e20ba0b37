"""The urn: what was answered. Sealed ballots until the count, then only tallies and comments."""
