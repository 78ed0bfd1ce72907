"""The five parts of Prepare, one a file."""
