"""The views of Agreement, one a file."""
