"""The four parts of Prepare, one a file."""
