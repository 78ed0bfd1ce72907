"""Backups: a zip made, read back, kept as long as it is worth it, and restored by union."""
