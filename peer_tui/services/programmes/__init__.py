"""Programmes: what a group does in them, and where they stand. One file an act; the screens and commands call these.

Nothing stands here: each file is imported where it is needed, so that a group without programmes pays for none.
"""
