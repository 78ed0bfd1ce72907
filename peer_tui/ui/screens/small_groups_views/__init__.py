"""The two views of small groups: who is chosen, and the groups."""
