"""What came to be between two meetings of a series."""

from __future__ import annotations

import datetime as dt

import msgspec

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id
from peer_tui.domain.events import Destination, EntryKind, Progress, Side
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.since import Since, since

BEGAN = dt.datetime(2024, 9, 1, 18, 0, tzinfo=dt.UTC)


class Story:
    """Events at days of the story, each in a meeting or between two."""

    def __init__(self) -> None:
        self.events: dict[str, list[ev.Event]] = {"": []}
        self.say(0, "", ev.GroupCreated(group="g", name="G", zone="UTC", template="t", template_name="T", blocks=()))
        self.say(0, "", ev.SeriesStarted(series="s", name="Monthly"), ev.SeriesStarted(series="other", name="Other"))

    def say(self, day: int, meeting: str, *bodies: ev.Event) -> None:
        for body in bodies:
            count = sum(map(len, self.events.values()))
            at = BEGAN + dt.timedelta(days=day, seconds=count)
            key = event_id(int(at.timestamp() * 1000), 0, "aaaaaa-1")
            self.events.setdefault(meeting, []).append(msgspec.structs.replace(body, id=key, at=at, by="aaaaaa-1"))

    def meet(self, day: int, name: str, *bodies: ev.Event, series: str = "s") -> None:
        starts = BEGAN + dt.timedelta(days=day)
        planned = ev.MeetingPlanned(
            meeting=name, group="g", series=series, title="Meeting", starts=starts, zone="UTC", minutes=60, blocks=()
        )
        self.say(day, name, planned, ev.CalledToOrder(), *bodies, ev.Ended())

    def since(self, first: str, last: str, day: int = 200) -> Since:
        group = Group.fold(self.events.items())
        early, late = group.meetings[first], group.meetings[last]
        between = [h.id for h in group.in_series(early.series) if early.starts < h.starts <= late.starts]
        meetings = [Meeting.fold(self.events[key]) for key in between]
        return since(group, early, late, meetings, BEGAN + dt.timedelta(days=day))


def line(entry: str, kind: EntryKind, text: str = "", number: int = 0) -> ev.Captured:
    filed = ev.Filed(kind=kind, text=text or entry, typed=text or entry)
    return ev.Captured(entry=entry, block="", filed=filed, number=number)


def three_meetings() -> Story:
    story = Story()
    kinds = ("done", "moved", "stuck", "dropped", "waiting", "settled")
    story.meet(
        1, "m1", *(line(f"s-{name}", EntryKind.STEP, number=n) for n, name in enumerate(kinds, 1)),
        ev.StepMarked(step="s-settled", progress=Progress.DONE), line("d1", EntryKind.DECISION),
        line("p-old", EntryKind.PARKED), line("p-left", EntryKind.PARKED),
        ev.AgreementProposed(item="i1", side=Side.COMFORT, text="pass at any time"),
        ev.AgreementAdopted(version=1, items=("i1",)),
    )  # fmt: skip
    story.say(10, "", ev.StepMarked(step="s-done", progress=Progress.DONE))
    story.say(10, "", ev.ParkedPlaced(entry="p-old", destination=Destination.RESOLVED))
    story.meet(
        30, "m2", ev.StepMarked(step="s-moved", progress=Progress.MOVED),
        ev.StepMarked(step="s-stuck", progress=Progress.STUCK, reason="no answer"),
        ev.StepMarked(step="s-dropped", progress=Progress.MOVED),
        ev.StepMarked(step="s-dropped", progress=Progress.DROPPED, reason="not ours"),
        line("s-new", EntryKind.STEP, number=7), line("d2", EntryKind.DECISION), line("d3", EntryKind.DECISION),
        line("p-new", EntryKind.PARKED), line("a note", EntryKind.NOTE),
        ev.AgreementProposed(item="i2", side=Side.DISCOMFORT, text="ask for a pause"),
        ev.AgreementAdopted(version=2, items=("i2",)),
    )  # fmt: skip
    story.meet(60, "m3", line("d4", EntryKind.DECISION))
    story.meet(45, "x", line("s-other", EntryKind.STEP, number=8), line("d-x", EntryKind.DECISION), series="other")
    return story


def ids(steps: tuple[object, ...]) -> list[str]:
    return [one.id for one in steps]  # type: ignore[attr-defined]


def test_between_two_neighbours() -> None:
    told = three_meetings().since("m1", "m2")
    assert (ids(told.done), ids(told.moved), ids(told.stuck)) == (["s-done"], ["s-moved"], ["s-stuck"])
    assert ids(told.dropped) == ["s-dropped"], "what was said last counts"
    assert ids(told.promised) == ["s-new"] and ids(told.waiting) == ["s-waiting"]
    assert [one.entry for one in told.decisions] == ["d2", "d3"]
    assert (ids(told.parked), ids(told.placed)) == (["p-new"], ["p-old"])
    assert [one.text for one in told.agreement.added] == ["ask for a pause"]
    assert [one.text for one in told.agreement.retired] == ["pass at any time"]


def test_over_several_meetings_and_never_of_another_series() -> None:
    told = three_meetings().since("m1", "m3")
    assert [one.entry for one in told.decisions] == ["d2", "d3", "d4"]
    assert "s-other" not in ids((*told.promised, *told.waiting))
    assert ids(told.waiting) == ["s-waiting"]


def test_what_was_told_later_is_left_out() -> None:
    story = three_meetings()
    story.say(70, "", ev.StepMarked(step="s-waiting", progress=Progress.DONE))
    assert ids(story.since("m1", "m3").waiting) == ["s-waiting"] and not ids(story.since("m2", "m3").done)


def test_a_meeting_that_has_not_ended_is_told_of_up_to_now() -> None:
    story = three_meetings()
    starts = BEGAN + dt.timedelta(days=90)
    planned = ev.MeetingPlanned(
        meeting="m4", group="g", series="s", title="Meeting", starts=starts, zone="UTC", minutes=60, blocks=()
    )
    story.say(61, "m4", planned)
    story.say(70, "", ev.StepMarked(step="s-waiting", progress=Progress.DONE))
    assert ids(story.since("m3", "m4", day=80).done) == ["s-waiting"]
    assert story.since("m3", "m4", day=65).done == ()


def test_nothing_came_to_be() -> None:
    story = Story()
    story.meet(1, "m1")
    story.meet(30, "m2")
    assert story.since("m1", "m2").nothing and not three_meetings().since("m1", "m2").nothing
