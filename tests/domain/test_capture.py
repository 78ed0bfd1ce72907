"""The capture grammar: one line → what it is filed as (`product.md` §3.5)."""

from __future__ import annotations

import datetime as dt
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.capture import (
    ALIASES,
    KIND_MARKS,
    KIND_WORDS,
    WORDS,
    AgreementLine,
    Arrival,
    Command,
    Departure,
    Empty,
    Entry,
    Parsed,
    Queue,
    Retag,
    Substitution,
    Surroundings,
    parse,
    plain_note,
    retag,
)
from peer_tui.domain.events import BlockPlan, Due, EntryKind, Filed, Side
from peer_tui.domain.people import Person
from peer_tui.domain.preview import preview

ANA = Person("p-ana", "Ana Ruiz")
OTHER_ANA = Person("p-ana-2", "Ana Sousa")
BO = Person("p-bo", "Bo Chen")
MEI = Person("p-mei", "Mei Lin")
RAIN = Person("p-rain", "林小雨", alias="rain")
LEILA = Person("p-leila", "Leila Amari")
JOSE_ACCENT = Person("p-jose-1", "José Vega")
JOSE = Person("p-jose-2", "Jose Diaz")
PEOPLE = (ANA, BO, MEI, RAIN, LEILA, JOSE_ACCENT, JOSE)

AROUND = Surroundings(
    today=dt.date(2024, 11, 13),
    people=PEOPLE,
    here=frozenset({ANA.id, BO.id}),
    priorities=(("k-leg", "Legislation"), ("k-train", "Peer training"), ("k-trauma", "Trauma healing")),
    next_meeting=dt.date(2024, 12, 11),
    block=BlockPlan(key="priorities", title="Updates on Priorities"),
    previous_block=BlockPlan(key="minutes", title="Minutes review"),
)
TWO_ANAS = Surroundings(today=AROUND.today, people=(*PEOPLE, OTHER_ANA), here=AROUND.here)


def entry(line: str, around: Surroundings = AROUND) -> Entry:
    """The line, which must be an entry."""
    parsed = parse(line, around)
    assert isinstance(parsed, Entry), parsed
    return parsed


def filed(line: str, around: Surroundings = AROUND) -> Filed:
    """What an entry line is filed as."""
    return entry(line, around).filed


# --- kinds --------------------------------------------------------------------------------------------------------


def test_check_17_four_spellings_are_one_decision() -> None:
    spellings = ["! We submit testimony", "d: We submit testimony", "DECISION: We submit testimony"]
    spellings += ["#agreed We submit testimony", "!We submit testimony", "Agreed:We submit testimony"]
    found = {msgspec.json.encode(msgspec.structs.replace(filed(line), typed="")) for line in spellings}
    assert len(found) == 1
    assert filed(spellings[0]).kind is EntryKind.DECISION
    assert filed(spellings[0]).text == "We submit testimony"
    assert [filed(line).typed for line in spellings] == spellings


def test_check_17_a_leading_space_or_backslash_makes_a_plain_note() -> None:
    for line, text in [
        (" ! We submit testimony", "! We submit testimony"),
        ("\\! We submit testimony", "! We submit testimony"),
        (" > 50 % of @bo by fri", "> 50 % of @bo by fri"),
        ("\\/next", "/next"),
        ("\t+ana", "+ana"),
        ("\\#leg hearing", "#leg hearing"),
        ("\\", "\\"),
        (" \\0", "\\0"),
        ("\\\\0", "\\0"),
        ("\\ 0", "0"),
        (" \\", "\\"),
    ]:
        note = filed(line)
        assert (note.kind, note.text, note.priority, note.owner, note.due) == (EntryKind.NOTE, text, None, None, None)


@pytest.mark.parametrize(("mark", "kind"), [(mark, kind) for kind, mark in KIND_MARKS.items()])
def test_each_sigil_files_its_kind_with_or_without_a_space(mark: str, kind: EntryKind) -> None:
    assert (filed(f"{mark} some words").kind, filed(f"{mark}some words").text) == (kind, "some words")


@pytest.mark.parametrize(("word", "kind"), WORDS.items())
def test_each_word_with_a_colon_files_its_kind(word: str, kind: EntryKind) -> None:
    for spelling in (word, word.upper(), word.capitalize()):
        assert (filed(f"{spelling}: some words").kind, filed(f"{spelling}: some words").text) == (kind, "some words")


@pytest.mark.parametrize(("word", "kind"), ALIASES.items())
def test_each_meetbot_word_files_its_kind(word: str, kind: EntryKind) -> None:
    found = filed(f"#{word.upper()} some words")
    assert (found.kind, found.text) == (kind, "some words")


def test_every_kind_has_a_word() -> None:
    assert set(KIND_WORDS) == set(EntryKind)


@pytest.mark.parametrize(
    "line",
    [
        "Note: see chart",
        "Decisions: none",
        "decision:",
        "#agreed",
        "#topic hearing",
        "d:\\scans\\chart",
        "we said d: perhaps",
        "ends at 2:15",
        "see https://example.org",
        "https:// is missing",
    ],
)
def test_an_unknown_or_empty_word_is_never_swallowed(line: str) -> None:
    found = filed(line)
    assert (found.kind, found.text) == (EntryKind.NOTE, line)


def test_a_url_alone_or_first_is_a_link_kept_whole() -> None:
    for line in ("https://example.org/a#b", "HTTP://example.org comparison chart"):
        assert (filed(line).kind, filed(line).text) == (EntryKind.LINK, line)
    assert filed("doc: https://example.org/chart the chart").text == "https://example.org/chart the chart"


@pytest.mark.parametrize("line", ["", " ", "\t\n", "\x00\x07", "\u3000"])
def test_an_empty_line_is_nothing(line: str) -> None:
    assert parse(line, AROUND) == Empty("")


def test_check_28_markup_and_hostile_text_stay_literal() -> None:
    assert filed("[bold red]x[/]").text == "[bold red]x[/]"
    assert filed("! [link]").text == "[link]"
    assert filed("> [@bo] send [/] [bold]").text == "[@bo] send [/] [bold]"
    assert filed("! a\x00b\x1b[31m\ud800").text == "ab[31m\ufffd"


def test_check_25_less_than_files_under_the_previous_block() -> None:
    found = entry("<! We keep Zoom")
    assert (found.previous_block, found.filed.kind, found.filed.text) == (True, EntryKind.DECISION, "We keep Zoom")
    assert found.filed.typed == found.typed == "<! We keep Zoom"
    assert entry("< plain words").filed.text == "plain words"
    assert entry("< > @bo call").filed.owner == BO.id
    assert filed("<\\! x").text == "! x"
    assert not entry("! We keep Zoom").previous_block


def test_behind_less_than_nothing_runs() -> None:
    for line in ("</next", "<+ana", "<s/a/b/", "<q", "<!"):
        assert filed(line).kind is EntryKind.NOTE
    assert filed("<").text == "<"


# --- next steps ---------------------------------------------------------------------------------------------------


def test_check_20_owner_due_and_done_when() -> None:
    step = filed("> @ana draft letter by fri = sent to DMH")
    assert step == Filed(
        kind=EntryKind.STEP,
        text="draft letter",
        typed="> @ana draft letter by fri = sent to DMH",
        owner=ANA.id,
        due=Due(date=dt.date(2024, 11, 15)),
        done_when="sent to DMH",
    )


def test_check_21_two_anas_are_never_guessed() -> None:
    found = entry("> @ana draft letter", TWO_ANAS)
    assert (found.filed.owner, found.filed.meant, found.filed.text) == (None, "ana", "draft letter")
    assert found.candidates == (ANA, OTHER_ANA)
    for line, owner in [
        ("> @ana2 draft letter", OTHER_ANA),
        ("> @ana1 draft letter", ANA),
        ("> @ana s draft letter", OTHER_ANA),
        ("> @ana sousa draft letter", OTHER_ANA),
    ]:
        chosen = entry(line, TWO_ANAS)
        assert (chosen.filed.owner, chosen.filed.meant, chosen.filed.text) == (owner.id, "", "draft letter")
        assert chosen.candidates == ()
    assert entry("> @ana7 draft letter", TWO_ANAS).candidates == (ANA, OTHER_ANA)


def test_check_22_by_hand_is_no_date_and_no_word_is_lost() -> None:
    assert (filed("> write by hand").text, filed("> write by hand").due) == ("write by hand", None)
    assert filed("> write by nm").due == Due(next_meeting=True)
    assert filed("> write by 11/12").due == Due(date=dt.date(2024, 11, 12))
    day_first = surroundings(dates="day first")
    assert filed("> write by 11/12", day_first).due == Due(date=dt.date(2024, 12, 11))
    assert filed("> write by somewhen").text == "write by somewhen"


def surroundings(**changes: object) -> Surroundings:
    """`AROUND` with other values."""
    fields = {name: getattr(AROUND, name) for name in AROUND.__struct_fields__}
    return Surroundings(**(fields | changes))


def test_check_35_a_name_or_its_alias_owns() -> None:
    assert filed("> @rain translate the chart").owner == RAIN.id
    assert filed("> @林小雨 translate the chart").owner == RAIN.id
    assert filed("> @josé translate the chart").owner == JOSE_ACCENT.id
    assert filed("> @jose translate the chart").owner == JOSE.id


@pytest.mark.parametrize(
    "line",
    [
        "> @bo @mei draft letter",
        "> @bo and @mei draft letter",
        "> @bo, @mei: draft letter",
        "> draft letter @bo & @mei",
        "> @bo draft letter (@mei)",
        "> draft @bo letter with @mei",
    ],
)
def test_the_first_owner_leads_and_the_others_help(line: str) -> None:
    step = filed(line)
    assert (step.owner, step.helpers) == (BO.id, (MEI.id,))
    assert step.text in {"draft letter", "draft letter with"}


def test_an_owner_named_twice_counts_once() -> None:
    assert (filed("> @bo @mei @bo @mei call").owner, filed("> @bo @mei @bo @mei call").helpers) == (BO.id, (MEI.id,))


def test_an_unknown_lead_is_meant_and_an_unknown_helper_stays_in_the_text() -> None:
    step = filed("> @zed call DMH")
    assert (step.owner, step.meant, step.text) == (None, "zed", "call DMH")
    found = entry("> @bo call DMH with @zed")
    assert (found.filed.owner, found.filed.meant, found.filed.text) == (BO.id, "", "call DMH with @zed")
    assert found.warnings == ("nobody here is called zed, so @zed stays in the text",)
    later = filed("> @zed @bo call")
    assert (later.owner, later.meant, later.helpers) == (None, "zed", (BO.id,))


def test_an_ambiguous_helper_stays_in_the_text() -> None:
    found = entry("> @bo @ana call", TWO_ANAS)
    assert (found.filed.owner, found.filed.helpers, found.filed.text) == (BO.id, (), "@ana call")
    assert found.candidates == (ANA, OTHER_ANA)


@pytest.mark.parametrize("words", ["mail ana@example.org", "meet @ 5 pm", "a@b @", "see x@bo"])
def test_an_at_inside_a_word_or_alone_is_no_owner(words: str) -> None:
    step = filed(f"> {words}")
    assert (step.owner, step.meant, step.text) == (None, "", words)


@pytest.mark.parametrize(
    ("line", "text", "done_when"),
    [
        ("> call = a = b", "call = a", "b"),
        ("> set x=1", "set x=1", ""),
        ("> call =", "call", ""),
        (">= 50 members", "= 50 members", ""),
        ("> call = dates in writing @bo", "call", "dates in writing"),
        ("> call = in chat by fri", "call", "in chat"),
        ("> call by nm = signed by fri", "call", "signed by fri"),
        ("> call = written by hand", "call", "written by hand"),
    ],
)
def test_done_when_is_what_stands_behind_the_last_equals_sign(line: str, text: str, done_when: str) -> None:
    assert (filed(line).text, filed(line).done_when) == (text, done_when)


def test_a_due_date_behind_done_when_still_counts() -> None:
    assert filed("> call = in chat by fri").due == Due(date=dt.date(2024, 11, 15))
    assert filed("> call by nm = signed by fri").due == Due(next_meeting=True)


def test_a_step_with_nothing_but_an_owner_keeps_its_words() -> None:
    step = filed("> @ana by fri")
    assert (step.text, step.owner, step.due) == ("@ana by fri", ANA.id, Due(date=dt.date(2024, 11, 15)))


@pytest.mark.parametrize("prefix", ["", "! ", "~ ", "? ", "fix: ", "^ "])
def test_only_a_next_step_has_owner_and_date(prefix: str) -> None:
    found = filed(f"{prefix}@ana draft letter by fri = sent")
    assert found.text == "@ana draft letter by fri = sent"
    assert (found.owner, found.due, found.done_when, found.meant) == (None, None, "", "")


def test_a_motion_keeps_its_words_and_in_the_formal_profile_its_movers() -> None:
    line = "m: approve budget @bo / @mei 14-0-2"
    plain, formal = filed(line), filed(line, surroundings(formal=True))
    assert plain.text == formal.text == "approve budget @bo / @mei 14-0-2"
    assert (plain.owner, plain.helpers) == (None, ())
    assert (formal.owner, formal.helpers) == (BO.id, (MEI.id,))


# --- priorities ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "priority", "text"),
    [
        ("#leg hearing moved", "k-leg", "hearing moved"),
        ("! we testify #LEG", "k-leg", "we testify"),
        ("> @bo call #peer by fri", "k-train", "call"),
        ("- bullet #legislation", "k-leg", "- bullet"),
        ("#training starts", "k-train", "starts"),
        ("#tra is two: healing and training", None, "#tra is two: healing and training"),
        ("#nothing fits", None, "#nothing fits"),
        ("we are #1", None, "we are #1"),
        ("x#leg", None, "x#leg"),
        ("#leg", "k-leg", "#leg"),
        ("see https://example.org/#leg", None, "see https://example.org/#leg"),
    ],
)
def test_a_tag_links_to_the_one_priority_it_begins(line: str, priority: str | None, text: str) -> None:
    around = surroundings(priorities=(*AROUND.priorities, ("k-travel", "Travel")))
    assert (filed(line, around).priority, filed(line, around).text) == (priority, text)


def test_an_ambiguous_tag_is_said() -> None:
    around = surroundings(priorities=(("a", "Legislation"), ("b", "Legal aid")))
    assert entry("! #leg later", around).warnings == ("#leg could be Legislation or Legal aid and stays in the text",)


# --- people -------------------------------------------------------------------------------------------------------


def test_check_29_leaving_and_bullets() -> None:
    assert filed("- bullet").text == "- bullet"
    assert parse("-bo", AROUND) == Departure("-bo", BO, "bo")
    assert parse("-Bo Chen", AROUND) == Departure("-Bo Chen", BO, "Bo Chen")
    assert filed("-bob").text == "-bob"
    for line in ("-5 degrees", "-- Ana", "- bo", "-", "--", "-bo went home"):
        assert (filed(line).kind, filed(line).text) == (EntryKind.NOTE, line)


@pytest.mark.parametrize(
    ("line", "person", "mode"),
    [
        ("+ana", ANA, ""),
        ("+an", ANA, ""),
        ("+Ana Ruiz", ANA, ""),
        ("+@bo", BO, ""),
        ("+ana room", ANA, "room"),
        ("+ana in the room", ANA, "room"),
        ("+bo phone", BO, "phone"),
        ("+bo chen by phone", BO, "phone"),
        ("present+ ana", ANA, ""),
        ("Present+mei", MEI, ""),
        ("/in mei phone", MEI, "phone"),
        ("+rain", RAIN, ""),
        ("+josé", JOSE_ACCENT, ""),
        ("+jose", JOSE, ""),
    ],
)
def test_check_30_an_arrival(line: str, person: Person, mode: str) -> None:
    found = parse(line, AROUND)
    assert isinstance(found, Arrival)
    assert (found.kind, found.person, found.mode, found.candidates) == ("person", person, mode, ())


def test_check_31_heads_and_guests() -> None:
    assert parse("+3 phone", AROUND) == Arrival("+3 phone", "heads", count=3, mode="phone")
    assert parse("+12 by phone", AROUND) == Arrival("+12 by phone", "heads", count=12, mode="phone")
    assert parse("+2 in the room", AROUND) == Arrival("+2 in the room", "heads", count=2, mode="room")
    assert parse("+guest Lee", AROUND) == Arrival("+guest Lee", "guest", name="Lee")
    assert parse("+Guest Lee Park named", AROUND) == Arrival(
        "+Guest Lee Park named", "guest", name="Lee Park", named=True
    )
    both = parse("+guest Lee named phone", AROUND)
    assert isinstance(both, Arrival)
    assert (both.name, both.named, both.mode) == ("Lee", True, "phone")


def test_a_guest_the_group_knows_by_this_name_is_that_person() -> None:
    again, other = parse("+guest mei lin", AROUND), parse("+guest mei", AROUND)
    assert isinstance(again, Arrival)
    assert isinstance(other, Arrival)
    assert (again.person, other.person) == (MEI, None)


@pytest.mark.parametrize(
    "line", ["+1 to that", "+3", "+0 phone", "+2000 phone", "+pat", "+ ana", "+", "++", "present+"]
)
def test_a_plus_that_names_nobody_is_a_note(line: str) -> None:
    assert (filed(line).kind, filed(line).text) == (EntryKind.NOTE, line)


def test_an_ambiguous_name_is_never_picked() -> None:
    for line in ("+ana", "-ana", "q+ ana", "/in ana", "/out ana", "+ana phone"):
        found = parse(line, TWO_ANAS)
        assert isinstance(found, Arrival | Departure | Queue)
        assert (found.person, found.candidates) == (None, (ANA, OTHER_ANA))
    second = parse("-ana2", TWO_ANAS)
    assert isinstance(second, Departure)
    assert (second.person, second.candidates) == (OTHER_ANA, ())


def test_the_queue() -> None:
    assert parse("q+ bo", AROUND) == Queue("q+ bo", "add", BO, "bo")
    assert parse("Q-bo", AROUND) == Queue("Q-bo", "remove", BO, "bo")
    assert parse("q", AROUND) == Queue("q", "next")
    assert parse("q?", AROUND) == Queue("q?", "show")
    for line in ("q+ zed", "q+", "q and then", "quick word"):
        assert (filed(line).kind, filed(line).text) == (EntryKind.NOTE, line)


# --- the rest -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mark", "kind"), [(mark, kind) for kind, mark in KIND_MARKS.items()])
def test_check_19_a_sigil_alone_changes_the_last_line(mark: str, kind: EntryKind) -> None:
    assert parse(mark, AROUND) == Retag(mark, kind)
    assert parse(f"{mark}  ", AROUND) == Retag(mark, kind)


def test_check_19_a_retagged_line_keeps_its_words() -> None:
    note = filed("call DMH @bo by fri #leg")
    decision = retag(note, EntryKind.DECISION, AROUND)
    assert (decision.kind, decision.text, decision.priority) == (EntryKind.DECISION, "call DMH @bo by fri", "k-leg")
    step = retag(note, EntryKind.STEP, AROUND)
    assert (step.text, step.owner, step.due) == ("call DMH", BO.id, Due(date=dt.date(2024, 11, 15)))
    assert step.priority == "k-leg"
    assert retag(step, EntryKind.NOTE, AROUND) == note
    whole = retag(filed("> @bo call = in chat"), EntryKind.PARKED, AROUND)
    assert (whole.text, whole.owner, whole.done_when) == ("@bo call = in chat", None, "")
    assert retag(note, EntryKind.NOTE, AROUND) is note
    assert retag(retag(filed("\\! x"), EntryKind.STEP, AROUND), EntryKind.NOTE, AROUND).text == "! x"


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("s/Mry/Mary/", "Mry", "Mary"),
        ("s/ very//", " very", ""),
        (r"s/and\/or/or/", "and/or", "or"),
        ("s|1/2|half|", "1/2", "half"),
        ("s/[bold]/x/ ", "[bold]", "x"),
    ],
)
def test_check_26_substitution(line: str, old: str, new: str) -> None:
    found = parse(line, AROUND)
    assert isinstance(found, Substitution)
    assert (found.old, found.new) == (old, new)


@pytest.mark.parametrize("line", ["s/he said so", "s/he said/that", "s//x/", "S/a/b/", "s/a/b/c/d"])
def test_what_only_looks_like_a_substitution_is_a_note(line: str) -> None:
    assert filed(line).text == line


def test_commands() -> None:
    assert parse("/extend 5 agreed", AROUND) == Command("/extend 5 agreed", "extend", "5 agreed")
    assert parse("/END", AROUND) == Command("/END", "end", "")
    assert parse("/", AROUND) == Command("/", "", "")
    assert parse("/ x", AROUND) == Command("/ x", "", "x")
    assert parse("/in zed", AROUND) == Command("/in zed", "in", "zed")


def test_check_37_agreement_lines() -> None:
    assert parse("comfort: cameras optional", AROUND) == AgreementLine(
        "comfort: cameras optional", Side.COMFORT, "cameras optional"
    )
    assert parse("Discomfort: we pause", AROUND) == AgreementLine("Discomfort: we pause", Side.DISCOMFORT, "we pause")
    assert filed("comfort:").kind is EntryKind.NOTE


# --- any text at all ----------------------------------------------------------------------------------------------

SIGILS = ["!", ">", "~", "?", "*", "^", "<", "+", "-", "\\", "/", "=", ",", "(", ")", "and", "[/]", "[bold]", "3"]
STARTS = ["q+", "q-", "q", "s/", "d:", "next:", "fix:", "comfort:", "#agreed", "guest", "present+", "https://x.org"]
PARTS = ["@ana", "@bo", "@zed", "@ana2", "#leg", "#zed", "by", "fri", "nm", "phone", "room", "named"]
PIECES = st.sampled_from(SIGILS + STARTS + PARTS)
TEXT = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Zs", "Lo", "Sm", "Po"]), max_size=40),
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12).map(" ".join),
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12).map("".join),
)
_SEPARATORS = re.compile(r"[\s,;:()&+/=!>~?*^<\\#@]+")


@settings(max_examples=200, deadline=None)
@given(TEXT, st.sampled_from([AROUND, TWO_ANAS]))
def test_parse_and_preview_never_raise(line: str, around: Surroundings) -> None:
    parsed: Parsed = parse(line, around)
    words = preview(parsed, around)
    assert bool(words) == (not isinstance(parsed, Empty))
    assert "\n" not in words
    assert "\ud800" not in words
    if isinstance(parsed, Entry):
        assert parsed.filed.text.strip() == parsed.filed.text != ""
        assert parsed.filed.typed == parsed.typed
        assert parsed.filed.kind is EntryKind.STEP or not (parsed.filed.owner or parsed.filed.due)
        msgspec.json.encode(parsed.filed)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_a_line_for_nobody_keeps_every_word_in_the_text(line: str) -> None:
    """With no people and no priorities, only a name that is meant, due words and the prefix leave the text."""
    parsed = parse(line, Surroundings(today=AROUND.today))
    if not isinstance(parsed, Entry):
        return
    kept = f"{parsed.filed.text} {parsed.filed.meant} {parsed.filed.done_when}"
    typed = [word for word in _SEPARATORS.split(parsed.typed) if word]
    if parsed.filed.kind is not EntryKind.NOTE and typed and typed[0].lower() in {*WORDS, *ALIASES}:
        typed = typed[1:]
    if parsed.filed.due:
        typed = [word for word in typed if word not in {"by", "fri", "nm", "3"}]
    if parsed.typed.lower().startswith(("#info", "<#info")):
        typed = [word for word in typed if word.lower() != "info"]
    assert [word for word in typed if word not in kept] == []


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_a_line_behind_a_backslash_is_a_note_with_exactly_these_words(line: str) -> None:
    parsed = parse("\\" + line, AROUND)
    assert isinstance(parsed, Entry)
    assert parsed.filed.kind is EntryKind.NOTE
    assert parsed.filed.text == plain_note(parsed.typed).filed.text
    assert parsed.typed.removeprefix("\\").strip() in {parsed.filed.text, ""}


@settings(max_examples=100, deadline=None)
@given(TEXT, st.sampled_from(EntryKind), st.sampled_from(EntryKind))
def test_retagging_never_raises_or_empties(line: str, first: EntryKind, second: EntryKind) -> None:
    parsed = parse(line, AROUND)
    if isinstance(parsed, Entry):
        changed = retag(retag(parsed.filed, first, AROUND), second, AROUND)
        assert changed.text
        assert (changed.kind, changed.typed) == (second, parsed.typed)


def test_ten_thousand_characters_are_kept() -> None:
    line = "> " + "word " * 2000
    assert filed(line).text == ("word " * 2000).strip()
    assert filed("@" * 10_000).text == "@" * 10_000
