"""Current topics: the list, what comes back from the parking lot, how much time there is (`product.md` §1.1)."""

from __future__ import annotations

from peer_tui.domain.events import EntryId, MeetingId
from peer_tui.domain.topics import Topic, in_topics_block
from peer_tui.domain.words import say
from peer_tui.services.parking import due_back, numbers, parked_here, where
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.rows import Row, day, heading, is_low, short, told

NONE = say("No topics on the list: whatever needs the group's attention today.")


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """The topics in order, then what else is parked, each with the number `/place` means it by."""
    known = numbers(session)
    rows = [*_time(session, height), *_topics(session, known, width)]
    listed = {topic.entry for topic in session.meeting.topics if topic.entry}
    back = [parked for parked in due_back(session) if parked.id not in listed]
    if back:
        rows.append(heading(say("Parked earlier, due back")))
        rows += [
            told(short(one.text, width), _parked_on(session, one.meeting), where(session, one.placed),
                 mark=str(known[one.id]))
            for one in back
        ]  # fmt: skip
    here = parked_here(session)
    if here:
        rows.append(heading(say("Parked today")))
    for entry in here:
        placed = session.meeting.parked.get(entry.id)
        row = f"→ {where(session, placed)}" if placed else say("no destination yet")
        text = short(entry.filed.text, width)
        rows.append(told(text, row, style="plain" if placed else "warning", mark=str(known[entry.id])))
    return rows


def hint(session: LiveSession) -> str:
    """Decide, assign or park; where a parked line goes."""
    known = numbers(session)
    if known:
        return f"/place {min(known.values())} next agenda · owner @name · step · resolved · dropped"
    return say("! decides · > assigns · ~ parks")


def _time(session: LiveSession, height: int) -> list[Row]:
    block, reading = session.meeting.block, session.reading()
    if block is None or not block.flex:
        return []
    grows = "" if is_low(height) else say(": it grows when they end early")
    return [
        told(
            say("{high} min", high=reading.high // 60),
            say("what the other blocks leave{grows}", grows=grows),
            style="strong",
        )
    ]


def _topics(session: LiveSession, known: dict[EntryId, int], width: int) -> list[Row]:
    topics = in_topics_block(session.meeting.topics, session.items)
    if not topics:
        return [Row(NONE, "quiet")]
    return [topic_row(session, topic, known, width) for topic in topics]


def topic_row(session: LiveSession, topic: Topic, known: dict[EntryId, int], width: int) -> Row:
    """A topic with its own time and where it came from; where it went, once that is said."""
    number = known.get(topic.entry or "")
    placed = session.meeting.parked.get(topic.entry) if topic.entry else None
    came = " · ".join(part for part in (_minutes(topic), _from(session, topic.carried_from)) if part)
    if placed is not None:
        return told(short(topic.text, width), f"→ {where(session, placed)}", came, style="good", mark="✓")
    return told(short(topic.text, width), _word(session, topic), came, mark=str(number) if number else "·")


def _word(session: LiveSession, topic: Topic) -> str:
    """The programme's own word for what is said to a topic: `wages:`."""
    known = session.own_words
    words = [one.word for one in known.words.values() if one.title == topic.text] if known is not None else []
    return f"{words[0]}:" if words else ""


def _minutes(topic: Topic) -> str:
    return say("{minutes} min", minutes=topic.minutes) if topic.minutes else ""


def _from(session: LiveSession, meeting: MeetingId | None) -> str:
    held = session.group.meetings.get(meeting or "")
    if meeting is None:
        return ""
    return say("carried from {day}", day=day(session, held.starts)) if held else say("carried from an earlier meeting")


def _parked_on(session: LiveSession, meeting: MeetingId) -> str:
    held = session.group.meetings.get(meeting)
    return say("parked {day}", day=day(session, held.starts)) if held else ""
