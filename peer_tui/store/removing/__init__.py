"""Words taken off the disk: what to look for, what is blanked, and in which files."""
