"""Forgetting a person: the record names them no more, and what others wrote is answered line by line."""

from __future__ import annotations

import pytest

from peer_tui.domain import events as ev
from peer_tui.services import backing_up, forgetting, keeping, planning
from peer_tui.services.forgetting import Answer
from peer_tui.services.problems import Problem, WrongUse
from tests.services.conftest import Room
from tests.services.test_redacting import everywhere


def told(room: Room) -> str:
    """The minutes of every meeting, and the steps, as they read now."""
    opened = room.opened
    drawn = [keeping.render(keeping.minutes_of(opened, meeting), "txt") for meeting in opened.shards]
    return "\n".join([*drawn, repr(opened.group.everybody)])


def a_meeting(room: Room) -> None:
    room.at("2:00")
    room.all("/next", "+ana ruiz", "+ana sousa", "+bo", "+guest Nadia Okoro", "/next", "/go topics")
    room.all("Ana Ruiz reported on the hearing", "! Ana leads the walk", "> @ana ruiz write it up by fri = sent")
    room.all("*thanks to Ana Sousa", "~ ask ruiz about the room", "nobody in particular")
    backing_up.when_ended(room.workspace)(room.opened.shards[room.session.id])
    keeping.export(room.opened, room.session.id, "md", room.workspace.places.exports, room.workspace.places.state)
    room.workspace.index.refresh()


def test_check_60_forget_this_person_leaves_counts_and_no_name(room: Room) -> None:
    a_meeting(room)
    opened = room.opened
    present = keeping.minutes_of(opened, room.session.id).present
    person = forgetting.find_person(opened, "Ana Ruiz")
    found = forgetting.look_for(opened, person)
    assert [mention.text for mention in found.lines] == [
        "Ana Ruiz reported on the hearing",
        "Ana leads the walk",
        "thanks to Ana Sousa",
        "ask ruiz about the room",
    ]
    assert forgetting.becomes(found.lines[0]) == "a member reported on the hearing"
    answers = [Answer.REPLACE, Answer.REPLACE, Answer.KEEP, Answer.REPLACE]
    assert everywhere(room.home, "Ana Ruiz") and everywhere(room.home, "> @ana ruiz")

    done = forgetting.forget(room.workspace, opened, found, answers)

    assert (done.replaced, done.kept, done.unanswered) == (3, 1, 0)
    assert everywhere(room.home, "Ana Ruiz") == []
    assert everywhere(room.home, "ana ruiz") == []
    assert everywhere(room.home, "Ruiz") == [] and everywhere(room.home, "ask ruiz") == []
    room.session.refresh()
    assert keeping.minutes_of(opened, room.session.id).present == present
    drawn = told(room)
    assert "Ruiz" not in drawn and "thanks to Ana Sousa" in drawn
    assert "a member leads the walk" in drawn and "a member reported on the hearing" in drawn
    assert "Ana Sousa" in [one.name for one in opened.group.everybody]
    steps = [step for step in opened.group.steps.steps.values() if step.owner == person.id]
    assert steps and all(room.session.name(step.owner) == "a member" for step in steps)
    again = room.again()
    assert "Ruiz" not in repr(again.opened.group) and again.meeting == room.session.meeting
    with pytest.raises(Problem, match="Nobody"):
        forgetting.find_person(opened, "Ruiz")


def test_check_60_what_is_not_answered_is_counted_and_asked_again(room: Room) -> None:
    a_meeting(room)
    person = forgetting.find_person(room.opened, "Ana Ruiz")
    found = forgetting.look_for(room.opened, person)
    done = forgetting.forget(room.workspace, room.opened, found, [Answer.REPLACE])
    assert (done.replaced, done.kept, done.unanswered) == (1, 0, 3)
    assert any("3 unanswered" in line for line in done.lines)
    assert everywhere(room.home, "ask ruiz")
    for events in room.opened.events.values():
        for event in events:
            if isinstance(event, ev.PersonAdded | ev.PersonChanged) and event.person == person.id:
                assert (event.name, event.alias, event.pronouns, event.roles) == ("", "", "", ())


def test_a_guest_is_counted_as_a_guest_after_they_are_forgotten(room: Room) -> None:
    a_meeting(room)
    before = keeping.minutes_of(room.opened, room.session.id).present
    person = forgetting.find_person(room.opened, "Nadia Okoro")
    found = forgetting.look_for(room.opened, person)
    forgetting.forget(room.workspace, room.opened, found)
    assert everywhere(room.home, "Nadia") == []
    assert keeping.minutes_of(room.opened, room.session.id).present == before


def test_people_who_were_merged_are_forgotten_together(room: Room) -> None:
    opened = room.opened
    ana, sousa = (forgetting.find_person(opened, name).id for name in ("Ana Ruiz", "Ana Sousa"))
    room.workspace.record(opened, "", [ev.PeopleMerged(kept=ana, gone=sousa)])
    found = forgetting.look_for(opened, forgetting.find_person(opened, "Ana Ruiz"))
    assert set(found.people) == {ana, sousa}
    forgetting.forget(room.workspace, opened, found, [Answer.REPLACE] * len(found.lines))
    assert everywhere(room.home, "Sousa") == [] and everywhere(room.home, "Ruiz") == []


def test_who_is_meant_must_be_clear(room: Room) -> None:
    with pytest.raises(WrongUse) as several:
        forgetting.find_person(room.opened, "Ana")
    assert len(several.value.choices) == 2
    ident = several.value.choices[0].split()[0]
    assert forgetting.find_person(room.opened, ident).id == ident


def test_a_person_who_comes_back_is_somebody_new(room: Room) -> None:
    a_meeting(room)
    person = forgetting.find_person(room.opened, "Ana Ruiz")
    found = forgetting.look_for(room.opened, person)
    forgetting.forget(room.workspace, room.opened, found, [Answer.REPLACE] * len(found.lines))
    room.session.refresh()
    room.say("+guest Ana Ruiz")
    back = forgetting.find_person(room.opened, "Ana Ruiz")
    assert back.id != person.id
    assert back.id in room.session.meeting.here


def test_check_60_the_same_name_in_another_group_and_what_is_out_of_reach_are_named(room: Room) -> None:
    a_meeting(room)
    for name, people in (
        ("Bay Peers", "Lee\nnadia  OKORO\nNadia Okoro-Smith"),
        ("Peers of $HOME", "Nadia Okoro"),
        ("Elsewhere", "Nadia"),
    ):
        planning.new_group(room.workspace, name, "mapwc", "UTC", people)
    found = forgetting.look_for(room.opened, forgetting.find_person(room.opened, "Nadia Okoro"))
    done = forgetting.forget(room.workspace, room.opened, found)
    bay, home = done.namesakes
    assert bay.startswith("Bay Peers also has somebody called nadia") and bay.endswith('OKORO" --group "Bay Peers"`')
    assert home.endswith("""`peer-tui forget "Nadia Okoro" --group 'Peers of $HOME'`""")
    assert done.lines.count(bay) == done.lines.count(home) == 1
    assert [one.name for one in room.workspace.find_group("Peers of $HOME").group.everybody] == ["Nadia Okoro"]
    for place in ("other devices", "synced folders", "messages already sent", "clipboard", "printed", "snapshots"):
        assert place in done.lines[-1], place
    alone = forgetting.look_for(room.opened, forgetting.find_person(room.opened, "Bo Chen"))
    assert forgetting.forget(room.workspace, room.opened, alone).namesakes == ()
