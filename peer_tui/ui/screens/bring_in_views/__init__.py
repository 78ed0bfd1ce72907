"""The views of Bring in: where the text comes from, what would be written, the report on each line."""
