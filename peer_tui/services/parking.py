"""The parking lot: nothing is parked for ever without saying where it goes (`product.md` §2.5, §3.9)."""

from __future__ import annotations

from peer_tui.domain.dates import say_day, split_due
from peer_tui.domain.entries import Entry
from peer_tui.domain.events import Destination, Due, EntryId, ParkedPlaced, PersonId
from peer_tui.domain.held import Parked
from peer_tui.domain.words import say, say_number
from peer_tui.services.attendance import find_person
from peer_tui.services.numbers import whole_number
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

_WORDS = {
    "next": Destination.NEXT_AGENDA,
    "agenda": Destination.NEXT_AGENDA,
    "resolved": Destination.RESOLVED,
    "dropped": Destination.DROPPED,
    "drop": Destination.DROPPED,
    "owner": Destination.OWNER,
    "step": Destination.NEXT_STEP,
}


def due_back(session: LiveSession) -> list[Parked]:
    """Items parked in earlier meetings that were promised for a later agenda and are not settled yet."""
    return [
        parked
        for parked in session.group.parked.values()
        if parked.meeting != session.id
        and (parked.placed is None or parked.placed.destination in (Destination.NEXT_AGENDA, Destination.OWNER))
    ]


def parked_here(session: LiveSession) -> list[Entry]:
    """The lines parked in this meeting, in order; `/place 1 …` means the first of them."""
    from peer_tui.domain.events import EntryKind

    return session.meeting.of_kind(EntryKind.PARKED)


def numbers(session: LiveSession) -> dict[EntryId, int]:
    """The number by which `/place` means each parked line: those of this meeting first, then those due back."""
    ids = [entry.id for entry in parked_here(session)] + [parked.id for parked in due_back(session)]
    return {entry: number for number, entry in enumerate(ids, 1)}


def place(session: LiveSession, rest: str) -> Said:
    """`/place N next agenda`, `/place N owner @x by …`, `/place N resolved`, `/place N dropped`."""
    number, _, words = rest.strip().partition(" ")
    rows = [(e.id, e.filed.text) for e in parked_here(session)] + [(p.id, p.text) for p in due_back(session)]
    row = whole_number(number)
    if row is None:
        row, words = (1, rest.strip()) if len(rows) == 1 else (0, "")
    place_word = next((w for w in _WORDS if words.lower().startswith(w)), "")
    if not 1 <= row <= len(rows) or not place_word:
        usage = say("Where does it go? /place N next agenda · owner @name by … · step · resolved · dropped")
        return Said(usage, done=False, line=f"/place {rest}".rstrip(), lines=_listed(session))
    entry, text = rows[row - 1]
    owner, due, why = _owner_and_date(session, words[len(place_word) :])
    if _WORDS[place_word] is Destination.OWNER and owner is None and due is None:
        return refused(why or say("With whom, or by when? /place N owner @name by fri"), f"/place {rest}")
    session.record(ParkedPlaced(entry=entry, destination=_WORDS[place_word], owner=owner, due=due))
    return Said(f"“{text}” → {say(_WORDS[place_word])}")


def _owner_and_date(session: LiveSession, words: str) -> tuple[PersonId | None, Due | None, str]:
    name, due = split_due(words.strip(), session.today, session.group.dates)
    if not name.strip().lstrip("@"):
        return None, due, ""
    person, why = find_person(session, name)
    return (person.id if person else None), due, why


def _listed(session: LiveSession) -> tuple[str, ...]:
    lines = []
    for number, entry in enumerate(parked_here(session), 1):
        lines.append(f"{number} {entry.filed.text} → {where(session, session.meeting.parked.get(entry.id))}")
    for number, parked in enumerate(due_back(session), len(lines) + 1):
        lines.append(
            say(
                "{number} {text} (parked earlier) → {where}",
                number=number,
                text=parked.text,
                where=where(session, parked.placed),
            )
        )
    return tuple(lines)


def where(session: LiveSession, placed: ParkedPlaced | None) -> str:
    """Where a parked item goes, in words."""
    if placed is None:
        return say("no destination yet")
    words = say(str(placed.destination))
    if placed.owner is not None:
        words += f" {session.name(placed.owner)}"
    if placed.due is not None and placed.due.date is not None:
        words += " " + say("by {day}", day=say_day(placed.due.date, session.today))
    return words


def parked(session: LiveSession, rest: str = "") -> Said:
    """`/parked`: what is parked and where each goes."""
    lines = _listed(session)
    return Said(
        say_number(len(lines), "{n} parked", "{n} parked") if lines else say("Nothing is parked."),
        lines=lines,
        pane="parked",
    )
