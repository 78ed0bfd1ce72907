"""The views of People, one a file."""
