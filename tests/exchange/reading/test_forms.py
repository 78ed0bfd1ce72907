"""What each form of minutes, agenda, log and list says, on invented examples of each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.events import EntryKind
from peer_tui.exchange.reading import sniffing
from peer_tui.exchange.reading.agenda_durations import length_in
from peer_tui.exchange.reading.facts import date_in_name, find_date, find_times, names_in, present_in
from peer_tui.exchange.reading.lines import decoded
from peer_tui.exchange.reading.marks import asked, marked
from peer_tui.exchange.reading.understood import Form, How, Understood

FILES = Path(__file__).parent / "files"


def _read(file: str) -> Understood:
    return sniffing.read(decoded((FILES / file).read_bytes()))


def _said(understood: Understood, kind: EntryKind) -> list[str]:
    return [entry.text for entry in understood.entries if entry.kind is kind]


def _skipped(understood: Understood) -> list[int]:
    return [told.line for told in understood.report if told.how is How.SKIPPED]


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("minutes.md", Form.MARKDOWN),
        ("minutes.txt", Form.TEXT),
        ("agenda.txt", Form.AGENDA),
        ("agenda_table.md", Form.AGENDA),
        ("agenda_times.txt", Form.AGENDA),
        ("meetbot.log", Form.MEETBOT),
        ("meetbot_minutes.txt", Form.MEETBOT_MINUTES),
        ("irc.log", Form.IRC),
        ("zoom_chat.txt", Form.ZOOM_CHAT),
        ("participants.csv", Form.ZOOM_PARTICIPANTS),
    ],
)
def test_each_form_is_known(file: str, form: Form) -> None:
    assert _read(file).form is form


def test_markdown_headings_labels_boxes_and_tables() -> None:
    read = _read("minutes.md")
    assert (read.date, read.began, read.ended) == (dt.date(2024, 11, 13), dt.time(14), dt.time(15, 5))
    assert [block.title for block in read.blocks] == ["Welcome", "Training", "Open questions", "Action items"]
    assert read.blocks[0].minutes == 5
    assert _said(read, EntryKind.DECISION) == ["We meet by Zoom until spring"]
    assert _said(read, EntryKind.PARKED) == ["pay equity survey"]
    assert _said(read, EntryKind.QUESTION) == ["Who signs for the coalition?"]
    assert "See the comparison chart https://example.org/chart for details" in _said(read, EntryKind.NOTE)
    steps = {entry.text: entry for entry in read.entries if entry.kind is EntryKind.STEP}
    assert steps["Draft the written testimony"].who == ("Mei Tan",)
    assert steps["Draft the written testimony"].by_when == "Dec 6"
    assert steps["send the list"].by_when == "Nov 29"
    assert steps["share the notes"].state == "done"
    assert steps["@Bo book the hall"].state == ""
    assert _skipped(read) == []


def test_plain_text_headings_in_capitals_underlined_and_wrapped_items() -> None:
    read = _read("minutes.txt")
    assert [block.title for block in read.blocks] == ["WELCOME", "UPDATES ON PRIORITIES", "Next steps", "DECISIONS"]
    assert _said(read, EntryKind.DECISION) == ["We submit written testimony as a coalition", "We keep Zoom"]
    assert "Somebody should look at the flyer once more" in _said(read, EntryKind.STEP)
    assert [person.name for person in read.people] == ["Ana Ruiz", "Bo Chen (he/him)", "Mei Tan"]
    assert _skipped(read) == [5]


def test_agendas_with_their_minutes() -> None:
    read = _read("agenda.txt")
    assert [(block.title, block.fewest, block.minutes, block.lead) for block in read.blocks] == [
        ("Welcome", 3, 5, ""), ("Minutes review", 0, 5, "Lee"), ("Updates on Priorities", 0, 15, ""),
        ("Current topics", 0, 0, ""), ("Next Steps", 0, 15, ""), ("Group goodbyes!", 0, 2, ""),
    ]  # fmt: skip
    assert read.blocks[3].items == ("Housing forum", "Flyer")
    assert (read.date, read.began) == (dt.date(2024, 12, 11), dt.time(14))
    times = _read("agenda_times.txt")
    assert [block.minutes for block in times.blocks] == [5, 15, 30, 10, 0]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Updates (15 min)", ("Updates", 15, 0, "")),
        ("Updates (5m, Lee)", ("Updates", 5, 0, "Lee")),
        ("Updates (Lee, 5 min)", ("Updates", 5, 0, "Lee")),
        ("Welcome (3-5 minutes)", ("Welcome", 5, 3, "")),
        ("Forum [1h]", ("Forum", 60, 0, "")),
        ("Forum (1 h 30 min)", ("Forum", 90, 0, "")),
        ("Forum – 20 min", ("Forum", 20, 0, "")),
        ("15 min: Updates", ("Updates", 15, 0, "")),
        ("Updates 15'", ("Updates", 15, 0, "")),
        ("The 15 minute rule", ("The 15 minute rule", 0, 0, "")),
        ("Budget 2025", ("Budget 2025", 0, 0, "")),
        ("Forum (99999 min)", ("Forum (99999 min)", 0, 0, "")),
        ("Forum (9999 min)", ("Forum (9999 min)", 0, 0, "")),
        ("Forum (0 min)", ("Forum (0 min)", 0, 0, "")),
    ],
)
def test_a_part_with_its_length(title: str, expected: tuple[str, int, int, str]) -> None:
    assert length_in(title) == expected


def test_a_meetbot_log_keeps_what_was_marked() -> None:
    read = _read("meetbot.log")
    assert (read.title, read.facilitator, read.utc) == ("Harbor coalition", "ana", True)
    assert (read.date, read.began, read.ended) == (dt.date(2024, 11, 13), dt.time(15), dt.time(15, 40))
    assert _said(read, EntryKind.DECISION) == ["we meet by Zoom until spring"]
    assert _said(read, EntryKind.NOTE) == ["the winter dates are in writing"]
    assert _said(read, EntryKind.PROPOSAL) == ["a story bank with themes only"]
    assert _said(read, EntryKind.QUESTION) == ["who signs for the coalition"]
    assert [entry.who for entry in read.entries if entry.kind is EntryKind.STEP] == [("bo",), ("mei",)]


def test_undo_takes_back_the_last_mark_also_a_topic() -> None:
    log = "\n".join(
        f"15:0{n}:00 <ana> {words}"
        for n, words in enumerate(["#startmeeting", "#topic One", "#info kept", "#topic Two", "#undo", "#info in one"])
    )
    read = sniffing.read(log)
    assert [block.title for block in read.blocks] == ["One"]
    assert [(entry.text, entry.block) for entry in read.entries] == [("kept", 0), ("in one", 0)]


def test_meetbot_minutes_say_each_action_once() -> None:
    read = _read("meetbot_minutes.txt")
    assert _said(read, EntryKind.STEP) == ["call about training dates", "draft the letter"]
    assert [person.name for person in read.people] == ["ana", "bo", "mei"]
    assert [block.title for block in read.blocks] == ["Training", "Next steps"]


def test_a_log_over_midnight_goes_on_the_next_day() -> None:
    log = "23:50 <a> #startmeeting x\n23:55 <a> #info before\n00:10 <a> #info after\n00:20 <a> #endmeeting\n"
    first, last = sniffing.read(log).entries
    assert first.at is not None and last.at is not None
    assert last.at - first.at == dt.timedelta(minutes=15)


def test_an_irc_log_is_mended_and_nobody_is_named_as_having_said_something() -> None:
    read = _read("irc.log")
    assert _said(read, EntryKind.NOTE) == ["the winter dates are in writing and two seats are kept"]
    assert _said(read, EntryKind.PROPOSAL) == ["meet by Zoom until spring"]
    assert [entry.by_when for entry in read.entries if entry.kind is EntryKind.STEP] == ["2024-11-22", ""]
    assert [person.name for person in read.people] == ["Ana Ruiz", "Mei Tan", "Bo Chen"]
    assert (read.scribe, read.facilitator, read.utc) == ("Mei Tan", "Ana Ruiz", True)
    # One pasted line without anybody before it costs only itself.
    assert 24 in _skipped(read)
    assert [block.title for block in read.blocks] == ["Training", "Pay"]


def test_an_irc_line_is_set_in_before_another() -> None:
    log = "12:00 <a> scribe: a\n12:01 <a> the hall is booked\n12:02 <a> i/hall/RESOLUTION: we book it/\n"
    assert [(entry.kind, entry.text) for entry in sniffing.read(log, Form.IRC).entries] == [
        (EntryKind.DECISION, "we book it"), (EntryKind.NOTE, "the hall is booked"),
    ]  # fmt: skip


def test_of_a_chat_nothing_is_chosen_and_private_lines_are_not_even_offered() -> None:
    read = _read("zoom_chat.txt")
    assert read.entries and not any(entry.chosen for entry in read.entries)
    assert not any("not well" in entry.text or "listen" in entry.text for entry in read.entries)
    assert not any("not well" in told.words for told in read.report)
    assert [person.name for person in read.people] == ["Ana Ruiz", "Bo Chen (he/him)", "Priya", "Mei Tan"]


def test_participants_count_once_from_their_first_coming_to_their_last_going() -> None:
    read = _read("participants.csv")
    assert (read.title, read.date) == ("Coalition meeting", dt.date(2024, 11, 13))
    bo = next(person for person in read.people if "Bo" in person.name)
    assert (str(bo.joined), str(bo.left)) == ("2024-11-13 14:10:00", "2024-11-13 15:00:30")
    assert len(read.people) == 3
    assert _skipped(read) == [9]


# --- the small readers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Wed 13 Nov 2024", (2024, 11, 13)), ("November 13, 2024", (2024, 11, 13)), ("2024-11-13", (2024, 11, 13)),
        ("13th of November 2024", (2024, 11, 13)), ("11/13/2024", (2024, 11, 13)), ("13.11.2024", (2024, 11, 13)),
        ("Sept. 9, 2024", (2024, 9, 9)), ("in 2024", None), ("31 Feb 2024", None), ("version 1.2.2024.5", None),
    ],
)  # fmt: skip
def test_a_day_with_its_year(words: str, day: tuple[int, int, int] | None) -> None:
    assert find_date(f"Minutes, {words}") == (dt.date(*day) if day else None)


def test_a_day_in_figures_follows_the_groups_order() -> None:
    assert find_date("11/12/2024", "day first") == dt.date(2024, 12, 11)
    assert find_date("11/12/2024", "month first") == dt.date(2024, 11, 12)


def test_a_day_in_a_files_name() -> None:
    assert date_in_name("minutes-20241113.txt") == date_in_name("2024-11-13 coalition.md") == dt.date(2024, 11, 13)
    assert date_in_name("minutes-20249999.txt") is None


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("called to order 2:04 pm – ended 3:00 pm EST", ((14, 4), (15, 0))), ("2:00–3:00 pm", ((14, 0), (15, 0))),
        ("11:00–1:00 pm", ((11, 0), (13, 0))), ("14:00-15:30", ((14, 0), (15, 30))), ("2 pm", ((14, 0), None)),
        ("adjourned at 3:05 p.m.", (None, (15, 5))), ("25:99", (None, None)), ("4 a meeting", (None, None)),
        ("Wed 11 Dec 2024, 2:00 pm", ((14, 0), None)),
    ],
)  # fmt: skip
def test_when_it_began_and_ended(words: str, times: tuple[tuple[int, int] | None, tuple[int, int] | None]) -> None:
    assert find_times(words) == tuple(dt.time(*at) if at else None for at in times)


def test_names_in_a_list_and_people_without_one() -> None:
    assert names_in("Ana Ruiz, Bo Chen (he/him, RC) and Mei Tan; 林小雨") == [
        "Ana Ruiz", "Bo Chen (he/him, RC)", "Mei Tan", "林小雨",
    ]  # fmt: skip
    assert names_in("Ana Ruiz, CPS") == ["Ana Ruiz"]
    people, heads = present_in("18 present (16 by name, 2 by phone), 1 guest (Dana): Ana Ruiz and Bo Chen", 1)
    assert [(person.name, person.guest) for person in people] == [
        ("Ana Ruiz", False),
        ("Bo Chen", False),
        ("Dana", True),
    ]
    assert heads == {"phone": 2, "": 14}
    people, heads = present_in("Ana Ruiz, Bo Chen and 3 by phone", 1)
    assert (len(people), heads) == (2, {"phone": 3})


@pytest.mark.parametrize(
    ("line", "kind", "text", "guessed"),
    [
        ("Decision: we meet", EntryKind.DECISION, "we meet", False),
        ("AGREED – we meet", EntryKind.DECISION, "we meet", False),
        ("#agreed we meet", EntryKind.DECISION, "we meet", False),
        ("It was agreed that we meet", EntryKind.DECISION, "It was agreed that we meet", True),
        ("Action item 3: call", EntryKind.STEP, "call", False),
        ("TODO: call", EntryKind.STEP, "call", False),
        ("https://example.org chart", EntryKind.LINK, "https://example.org chart", False),
    ],
)
def test_what_a_line_is_by_its_first_words(line: str, kind: EntryKind, text: str, guessed: bool) -> None:
    found = marked(line)
    assert found is not None and (found.kind, found.text, found.guessed) == (kind, text, guessed)


@pytest.mark.parametrize("line", ["Open – the door was open", "Note: see chart", "Support the forum", "Motion sensors"])
def test_what_is_only_a_line(line: str) -> None:
    assert marked(line) is None


@pytest.mark.parametrize(
    ("line", "text", "who", "by_when"),
    [
        ("Ana Ruiz to call DMH", "call DMH", ("Ana Ruiz",), ""),
        ("Ana and Bo will call DMH", "call DMH", ("Ana", "Bo"), ""),
        ("Bo: call DMH", "call DMH", ("Bo",), ""),
        ("call DMH (Ana, by Fri 22 Nov)", "call DMH", ("Ana",), "Fri 22 Nov"),
        ("call DMH – Ana Ruiz", "call DMH", ("Ana Ruiz",), ""),
        ("call DMH (owner: Ana)", "call DMH", ("Ana",), ""),
        ("call DMH [due: 2024-11-22]", "call DMH", (), "2024-11-22"),
        ("@ana call DMH by fri", "@ana call DMH by fri", (), ""),
        ("call DMH", "call DMH", (), ""),
    ],
)
def test_who_is_asked_by_when(line: str, text: str, who: tuple[str, ...], by_when: str) -> None:
    found = asked(line)
    assert (found.text, found.who, found.by_when) == (text, who, by_when)


@pytest.mark.parametrize(
    "head",
    [
        "14:02:11 From Ana Ruiz to Bo Chen(Direct Message):", "14:02:11\t From  Ana Ruiz  to  Bo Chen(Privately) :",
        "14:02:11 From Ana Ruiz to Bo Chen:", "2024-11-13 14:02:11 From Ana Ruiz to Bo Chen (Direct Message):",
    ],
)  # fmt: skip
def test_what_was_said_to_one_person_is_private_wherever_it_stands(head: str) -> None:
    read = sniffing.read(f"{head} between us\n{head}\n\tand this\n14:03:00 From Bo Chen to Everyone: hello\n")
    assert read.form is Form.ZOOM_CHAT
    assert [entry.text for entry in read.entries] == ["hello"]
    assert not any("us" in told.words or "this" in told.words for told in read.report if told.line == 1)


def test_hosts_and_panelists_are_everybody() -> None:
    read = sniffing.read("14:02:11 From Ana Ruiz to Hosts and Panelists: hello\n")
    assert [entry.text for entry in read.entries] == ["hello"]


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize(
    "clock", ["25:30–26:10", "99:10", "24:00", "[31:15:10]", "2024-13-45 10:00", "0:60 pm", "13:00 pm"]
)
def test_a_time_that_no_clock_shows_costs_nothing_but_itself(form: Form, clock: str) -> None:
    for line in (
        f"{clock} Welcome", f"{clock} <ana> #info hello", f"{clock} From Ana to Everyone: hello", f"| {clock} | x |",
        f"Time: {clock}", f"Meeting started by ana at {clock} UTC", f"Ana,{clock},{clock}", f"* hello (ana, {clock})",
    ):  # fmt: skip
        above = "Meeting summary\n" if form is Form.MEETBOT_MINUTES else "Name,Join Time,Leave Time\n"
        read = sniffing.read(f"{above}{line}\n{line}\n", form)
        assert read.report


def test_a_line_at_the_top_that_is_no_fact_is_not_passed_over() -> None:
    understood = sniffing.read("---\ndate: 2024-10-09\n* we begin with waves\n---\n", Form.MARKDOWN)
    assert any(told.line == 3 for told in understood.report)
