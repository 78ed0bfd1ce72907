"""What a line of minutes is, by the words it begins with: a decision, a next step, a question … (`product.md` §3.5).

Pure words: nobody is looked up here. Who a next step names stands in it as written.
"""

from __future__ import annotations

import re

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import EntryKind

_KINDS: dict[str, EntryKind] = {
    **dict.fromkeys(
        ("decision", "decisions", "decided", "agreed", "agreement", "resolved", "resolution", "we agreed", "approved",
         "decision made", "motion passed", "motion carried"),
        EntryKind.DECISION,
    ),
    **dict.fromkeys(
        ("action", "actions", "action item", "action point", "ai", "ap", "todo", "to do", "to-do", "task", "next step",
         "follow-up", "follow up", "followup"),
        EntryKind.STEP,
    ),
    **dict.fromkeys(("proposal", "proposed", "prop"), EntryKind.PROPOSAL),
    "motion": EntryKind.MOTION,
    **dict.fromkeys(("question", "open question", "q", "open"), EntryKind.QUESTION),
    **dict.fromkeys(("parked", "park", "parking lot", "tabled", "deferred"), EntryKind.PARKED),
    **dict.fromkeys(("celebration", "celebrate", "win", "thanks", "shout-out", "shoutout", "kudos"),
                    EntryKind.CELEBRATION),
    **dict.fromkeys(("link", "links", "document", "doc", "resource"), EntryKind.LINK),
    "correction": EntryKind.CORRECTION,
    "issue": EntryKind.ISSUE,
    "recommendation": EntryKind.RECOMMENDATION,
    "lesson": EntryKind.LESSON,
    "reflection": EntryKind.REFLECTION,
    "learned": EntryKind.LEARNING,
    "commitment": EntryKind.COMMITMENT,
    "measure": EntryKind.MEASURE,
    "support": EntryKind.SUPPORT,
}  # fmt: skip
"""The words before a colon that say what a line is, those of our own minutes among them."""
_LABEL = re.compile(r"\s*(?:#|\[)?([A-Za-z][A-Za-z /-]{0,24}?)\s*#?([0-9]{1,6})?\]?\s*(:|\s[–—-]\s|–|—)\s*(?=\S)")
_HASH = re.compile(r"#(agreed|action|info|link|idea|help|propose|motion|park|decision)\b:?\s+(?=\S)", re.IGNORECASE)
_HASHES = {
    "agreed": EntryKind.DECISION, "decision": EntryKind.DECISION, "action": EntryKind.STEP, "info": EntryKind.NOTE,
    "link": EntryKind.LINK, "idea": EntryKind.PROPOSAL, "help": EntryKind.QUESTION, "propose": EntryKind.PROPOSAL,
    "motion": EntryKind.MOTION, "park": EntryKind.PARKED,
}  # fmt: skip
_SENTENCES = (
    re.compile(
        r"(?:it\s+was\s+|we\s+(?:have\s+)?|the\s+(?:group|coalition|committee|board|meeting|members)\s+(?:has\s+)?|"
        r"everyone\s+|all\s+)?(?:agreed|decided|resolved)\s+(?:unanimously\s+|by\s+consensus\s+)?(?:that\s+|to\s+)\S",
        re.IGNORECASE,
    ),
    re.compile(r"\S.{0,400}\b(?:motion|vote)\s+(?:was\s+)?(?:carried|passed|adopted)\b", re.IGNORECASE),
)
_URL = re.compile(r"https?://\S+")


class Marked(msgspec.Struct, frozen=True):
    """What a line says it is."""

    kind: EntryKind
    text: str
    number: int = 0
    guessed: bool = False
    """No label says so: the sentence does."""


def marked(text: str) -> Marked | None:
    """What a line is by its label or its sentence; None if nothing says more than that it is a line."""
    if found := _HASH.match(text):
        return Marked(_HASHES[found[1].lower()], text[found.end() :].strip())
    found = _LABEL.match(text)
    kind = kind_of(found[1]) if found else None
    # "Open – the door was open" is a sentence: a dash counts only after a word in capitals that says it all.
    shouted = kind in (EntryKind.DECISION, EntryKind.STEP) and found is not None and found[1].isupper()
    if found is not None and kind is not None and (found[3].startswith(":") or shouted):
        return Marked(kind, text[found.end() :].strip(), int(found[2] or 0))
    if any(sentence.match(text[:600]) for sentence in _SENTENCES):
        return Marked(EntryKind.DECISION, text, guessed=True)
    if _URL.match(text):
        return Marked(EntryKind.LINK, text)
    return None


def kind_of(label: str) -> EntryKind | None:
    """The kind that a label names; None if it names none."""
    return _KINDS.get(" ".join(fold(label).split()))


# --- next steps ---------------------------------------------------------------------------------------------------

_NAME = r"@?[^\W\d_][\w'’.-]*"
_NAMES = rf"{_NAME}(?:\s+{_NAME}){{0,3}}?"
_SEVERAL = rf"{_NAMES}(?:(?:\s*[,&/]\s*|\s+and\s+|\s*,\s*and\s+){_NAMES}){{0,4}}?"
_WILL = re.compile(rf"({_SEVERAL})\s+(?:to|will|is\s+going\s+to|agreed\s+to|shall|volunteered\s+to)\s+(?=\S)")
_COLON = re.compile(rf"({_SEVERAL})\s*(?::|\s[–—-]\s)\s*(?=\S)")
_AT = re.compile(r"(?:(?<=[\s(])|^)@(?=[^\W\d_])")
_OWNER = re.compile(rf"\s*[(\[](?:owner|who|assigned(?:\s+to)?|lead)\s*:?\s*({_SEVERAL})[)\]]", re.IGNORECASE)
_BEHIND = re.compile(
    rf"\s*(?:[(\[]({_SEVERAL})((?:\s*[,;]\s*|\s+)(?:by|due)\b[^()\[\]]*)?[)\]]|\s[–—-]+\s({_SEVERAL}))\s*\.?$"
)
_DUE = re.compile(
    r"\s*[,;(\[]?\s*\b(?:due(?:\s+(?:date|by|on))?\s*:?|deadline\s*:?|by\s+when\s*:?)\s*([^()\[\];]{2,40}?)[)\]]?\s*\.?$",
    re.IGNORECASE,
)
_SPLIT_NAMES = re.compile(r"\s*[,&/]\s*(?:and\s+)?|\s+and\s+")


class Asked(msgspec.Struct, frozen=True):
    """Who is to do what by when, as a sentence says it."""

    text: str
    who: tuple[str, ...] = ()
    by_when: str = ""
    sure: bool = False
    """The name was marked as one: `(owner: Ana)`; or stands in the text still, as `@ana`."""


def asked(text: str) -> Asked:
    """Who a next step names, and when it is due, taken out of its sentence where they stand in the usual places."""
    said, by_when = text[:600], ""
    if due := _DUE.search(said):
        said, by_when = said[: due.start()].rstrip(" ,;(["), due[1].strip()
    rest = text[600:]
    if owner := _OWNER.search(said):
        return Asked(_joined(said, owner) + rest, _split(owner[1]), by_when, True)
    if _AT.search(said):
        # `@name` is read as on the capture line, by whoever knows the people.
        return Asked(said + rest, (), by_when, True)
    if will := _WILL.match(said):
        return Asked(said[will.end() :] + rest, _split(will[1]), by_when)
    if behind := _BEHIND.search(said):
        whose = behind[1] or behind[3]
        late = (behind[2] or "").strip(" ,;")
        return Asked(said[: behind.start()] + rest, _split(whose), by_when or re.sub(r"^(?:by|due)\s*:?\s*", "", late))
    if colon := _COLON.match(said):
        return Asked(said[colon.end() :] + rest, _split(colon[1]), by_when)
    return Asked(said + rest, (), by_when)


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.removeprefix("@") for name in _SPLIT_NAMES.split(names.strip()) if name)[:6]


def _joined(text: str, gone: re.Match[str]) -> str:
    return f"{text[: gone.start()]}{text[gone.end() :]}".strip()
