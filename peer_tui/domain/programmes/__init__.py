"""Programmes: ways of working that go over many meetings, each a file of words and days (`product.md` §1.6)."""
