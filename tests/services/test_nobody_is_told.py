"""Whatever a group is called and whatever was written: what goes out without names tells none, in any format.

Beside `test_no_name_leaks`, whose meeting is made by hand: here names, lines and places are drawn.
"""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.domain.agenda_page import make_agenda
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import Audience, Privacy
from peer_tui.services import agenda_out, calendars, keeping
from peer_tui.services.following import every_step
from peer_tui.services.keeping import Telling
from peer_tui.services.opened import OpenGroup
from peer_tui.services.workspace import Workspace
from peer_tui.store.shards import Shard
from tests.domain.histories import LAST_START, START, History
from tests.services.test_no_name_leaks import unpacked

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Making a failing group smaller takes minutes."""
LINK, OLD_LINK = "https://zoom.example/j/5551234?pwd=hush", "https://zoom.example/j/7778889"
FIRST = ("Qzara", "Žofkin", "O’Dwyrk", "Nkruvah", "Jean-Vluc", "VINTORP", "d'Ylmira", "林", "Świtk")
LAST = ("Vandrosk", "Quillbrek", "Hathwyck", "MacDrunz", "Østvik", "小雨", "Zwetz")
LINES = (
    "{} said so", "ask {}", "{}’s idea, and {}’s", "@{} will call", "{}, {} and the others", "per {}: yes", "({})",
    "see {} or {}", "write to {contact} or {}", "from {org}? no: {}", "thanks {}!", "{}-led work", "“{}”",
)  # fmt: skip


@st.composite
def groups(draw: st.DrawFn) -> tuple[History, list[str]]:
    """A group whose people, in words of their own, stand wherever somebody can write; and every word that tells one."""
    told = History()
    secrets: list[str] = []
    names = draw(
        st.lists(st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST)), min_size=4, max_size=4, unique=True)
    )
    contacts = [f"zz{number}@mail.example" for number in range(len(names))]
    for number, ((first, last), person) in enumerate(zip(names, ("ana", "bo", "mei", "rain"), strict=True)):
        name, alias = f"{first} {last}", f"krel{number}vox"
        told.say(ev.PersonChanged(
            person=person, name=name, alias=alias, contact=contacts[number], note=f"hushnote{number}",
            organisation=f"Orgmelk{number}", roles=("CPS",) if number % 2 else (),
        ))  # fmt: skip
        secrets += [first, last, alias, contacts[number], f"hushnote{number}"]
    spelled = st.sampled_from([
        word for (first, last) in names for word in (
            first, last, f"{first} {last}", f"{last}, {first}", f"{first} {last}".upper(), f"{first} {last}".lower(),
            f"{first}.{last}",
        )
    ] + ["krel1vox", "KREL2VOX"])  # fmt: skip

    def line() -> str:
        text = draw(st.sampled_from(LINES))
        filled = "".join(
            draw(spelled) if part == "{}" else part for part in re.split(r"(\{\})", text.replace("{org}", "there"))
        )  # fmt: skip
        return filled.replace("{contact}", draw(st.sampled_from(contacts)))

    told.say(ev.GroupRenamed(name=line()))
    told.say(ev.SettingChosen(setting="link", value=LINK))
    told.say(ev.SettingChosen(setting="recording", value=f"We record; {line()} {contacts[0]}"))
    told.say(ev.PriorityChanged(priority="leg", name=line(), lead="ana"))
    told.say(ev.AgreementProposed(item="i", side=ev.Side.COMFORT, text=line()))
    told.plan("m1", LAST_START, title=line(), type=line(), platform=line())
    told.say(ev.UpdateCollected(priority="leg", text=line(), meeting="m1"))
    told.begin(LAST_START)
    told.go("priorities")
    for kind in ev.EntryKind:
        if kind is not ev.EntryKind.STEP:
            told.write(kind, line(), block="priorities", priority="leg")
    step = told.step(line(), "ana", helpers=("bo",), done_when=line())
    told.step(line(), meant=line())
    told.say(ev.StepMarked(step=step, progress=ev.Progress.STUCK, reason=line()))
    told.end(LAST_START)
    told.say(ev.ReviewOpened(reviewers=("bo",)))
    told.say(ev.ReviewAnswered(person="bo", answer="change", text=line()))
    told.say(ev.CorrectionMade(entry="x", text=line()))
    told.say(ev.Approved(how="as corrected", seen={}, seal=""))
    told.say(ev.Amended(amendment="a", text=line()))
    told.plan("m2", START, title=line(), platform=line())
    told.say(ev.JoinLinkSet(link=OLD_LINK))
    told.say(ev.RoleGiven(role="facilitator", person="bo"))
    told.say(ev.TopicAdded(topic="t1", text=line(), carried_from="m1"))
    told.say(ev.TopicChanged(topic="t2", text=f"{line()} {OLD_LINK}", under="leg", minutes=5))
    return told, secrets


def opened_of(told: History) -> OpenGroup:
    shards = {key: Shard("g", key) for key in told.shards if key}
    events = {key: tuple(events) for key, events in told.shards.items()}
    return OpenGroup("g", told.group(), Shard("g"), events=events, shards=shards)


def found(text: str, secrets: list[str]) -> list[str]:
    """The words that stand in a text, whatever their case."""
    return [
        word for word in secrets
        if re.search(rf"(?<![A-Za-z0-9]){re.escape(word.casefold())}(?![A-Za-z0-9])", text.casefold())
    ]  # fmt: skip


def telling(text: str, secrets: list[str]) -> list[str]:
    """The lines that tell somebody."""
    return [line for line in text.splitlines() if found(line, secrets)]


def readable(form: str, content: bytes) -> str:
    raw = unpacked(form, content).decode("utf-8", "replace")
    return json.dumps(json.loads(raw), ensure_ascii=False) if form == "json" else raw


@given(groups(), st.sampled_from([Privacy.ROLES, Privacy.NO_NAMES]), st.sampled_from(list(Audience)))
@settings(max_examples=15, deadline=None, phases=PHASES)
def test_check_44_minutes_tell_nobody_whoever_they_are(
    made: tuple[History, list[str]], privacy: Privacy, audience: Audience
) -> None:
    told, secrets = made
    for meeting in ("m1", "m2"):
        minutes = make_minutes(told.meeting(meeting), told.group(), privacy, audience)
        for form in ("md", "txt", "html", "eml", "json"):
            content = keeping.as_bytes(keeping.render(minutes, form))
            assert not telling(readable(form, content), secrets), (form, meeting)
        if audience is not Audience.MEMBERS:
            assert not telling(repr(minutes), ["5551234", "hush"])


@given(groups())
@settings(max_examples=2, deadline=None, phases=PHASES)
def test_check_44_neither_do_a_document_and_a_pdf(made: tuple[History, list[str]]) -> None:
    pytest.importorskip("docx")
    pytest.importorskip("fpdf")
    told, secrets = made
    minutes = make_minutes(told.meeting("m1"), told.group(), Privacy.NO_NAMES, Audience.PUBLIC)
    for form in ("docx", "pdf"):
        assert not telling(readable(form, keeping.as_bytes(keeping.render(minutes, form))), secrets), form


@given(groups())
@settings(max_examples=15, deadline=None, phases=PHASES)
def test_an_agenda_for_everybody_tells_no_link_contact_or_note(made: tuple[History, list[str]]) -> None:
    told, secrets = made
    private = [one for one in secrets if "@" in one or "hush" in one] + ["7778889", "5551234", "hush"]
    page = make_agenda(told.meeting("m2"), told.group(), Audience.PUBLIC)
    for form in agenda_out.FORMATS:
        content = agenda_out.render(page, form).encode("utf-8", "replace")
        assert not telling(readable(form, content), private), form
    assert not telling(" ".join(agenda_out.chat_pieces(page)), private)


@given(groups())
@settings(max_examples=15, deadline=None, phases=PHASES)
def test_a_calendar_for_everybody_tells_no_name_link_contact_or_note(made: tuple[History, list[str]]) -> None:
    pytest.importorskip("icalendar")
    told, secrets = made
    opened = opened_of(told)
    workspace = cast(Workspace, SimpleNamespace(now=lambda: START, open_groups=lambda: [opened]))
    lines = every_step(workspace, [opened], everything=True)
    assert lines
    for tasks in (False, True):
        raw, _, _ = calendars.steps_file(lines, tasks=tasks, audience=Audience.PUBLIC)
        assert not telling(raw.replace(b"\r\n ", b"").decode(), [*secrets, "5551234", "7778889"])
    invited = calendars.invite(opened, opened.group.meetings["m2"], Audience.PUBLIC)
    assert not telling(invited.replace(b"\r\n ", b"").decode(), [*secrets, "5551234", "7778889"])


def test_a_file_is_remembered_at_the_level_it_was_drawn_at() -> None:
    """Drawn again after the group chose to name people, it still names nobody."""
    told = History()
    told.say(ev.SettingChosen(setting="privacy", value="4"))
    told.plan("m1", LAST_START)
    told.begin(LAST_START)
    told.step("call", "ana")
    told.end(LAST_START)
    one = Telling("txt").as_exported(opened_of(told), "m1")
    told.on = ""
    told.say(ev.SettingChosen(setting="privacy", value="1"))
    assert "Ana Ruiz" in Telling("txt").draw(opened_of(told), "m1").content
    assert "Ana Ruiz" not in Telling.of(one, ()).draw(opened_of(told), "m1").content
