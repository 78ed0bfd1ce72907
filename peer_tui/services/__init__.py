"""What a person does: run a meeting, plan one, review, follow up. Domain and store, no screen.

Screens and plain mode import from here only; they never reach the store or the exports themselves.
"""
