"""The views of Group settings, one a file."""
