"""Invented groups and what they said, as large as wanted and the same for the same seed."""
