"""In and out: the record as Markdown and plain text, pieces for the chat. One file a format."""
