"""Where it lives. The only room that knows TinyDB and locks."""
