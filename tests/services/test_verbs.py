"""One registry: every verb is typed, named in the help, and says why it cannot be done now."""

from __future__ import annotations

from peer_tui.services import performing, verbs
from peer_tui.services.session import LiveSession


def test_check_81_every_key_is_a_typed_command_in_the_help(session: LiveSession) -> None:
    told = session.enter("/help").lines
    for verb in verbs.VERBS:
        assert performing.find(verb.word)[0] is verb
        assert any(line.startswith(verb.typed) and line.endswith(verb.help) for line in told), verb.word
    assert len(told) == len(verbs.VERBS)
    assert len({verb.word for verb in verbs.VERBS}) == len(verbs.VERBS)
    keys = [verb.key for verb in verbs.VERBS if verb.key]
    assert len(set(keys)) == len(keys)


def test_check_82_no_key_is_alt_or_a_bare_letter() -> None:
    for verb in verbs.VERBS:
        assert not verb.key or (verb.key.startswith(("ctrl+", "f")) and len(verb.key) > 1 and "alt" not in verb.key)
