"""The same meeting, line by line, without Textual: `--plain`."""
