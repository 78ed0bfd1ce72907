"""Encryption at rest: the keys, the sealed files, and turning it on and off."""
