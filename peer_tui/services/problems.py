"""What could not be done, as a sentence for a scribe."""

from __future__ import annotations


class Problem(Exception):
    """Something could not be done. `sentence` says what happened, what is safe and what to do."""

    def __init__(self, sentence: str, *, choices: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.choices = choices
        """Where several things fit: what each is called, for a list."""


class WrongUse(Problem):
    """The request itself cannot be understood: exit code 2 on the command line."""
