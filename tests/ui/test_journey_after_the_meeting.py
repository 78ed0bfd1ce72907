"""Journey (d): the meeting has ended; its draft is looked through, reviewed, sent, approved, and later amended."""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes
from email.policy import default

from peer_tui.domain.events import PersonChanged
from peer_tui.services import planning
from peer_tui.services.session import LiveSession
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.minutes_compare import MinutesCompareScreen
from peer_tui.ui.screens.minutes_lines import MinutesLinesScreen
from peer_tui.ui.screens.minutes_look import MinutesLookScreen
from peer_tui.ui.screens.minutes_review import MinutesReviewScreen
from tests.ui.conftest import START, Desk

NAMES = re.compile(r"\b(Ana|Ruiz|Bo|Chen|Mei|Tan|José|Prado|Leila|Haddad|rain)\b|林小雨")


async def hold_it(desk: Desk) -> None:
    """The meeting, from the doors to its end."""
    await desk.enter("/next", "+ana", "+bo", "+mei", "/role scribe mei")
    desk.clock.set(START + dt.timedelta(minutes=4))
    await desk.enter("/next", "/go topics")
    await desk.enter("! We write to the board; Bo brings it", "> @bo book the room by fri = booked", "> print flyers")
    await desk.enter("~ pay equity", "Ana suffers from the wait at the clinic")
    desk.clock.set(START + dt.timedelta(minutes=58))
    await desk.enter("/end", "/end")


async def answer(desk: Desk, words: str) -> None:
    """Into the line that asks."""
    await desk.type(words)
    await desk.press("enter")


def here(desk: Desk, kind: type) -> bool:
    return isinstance(desk.app.screen, kind)


async def test_journey_d_from_draft_to_amendment(desk: Desk) -> None:
    async with desk.sit():
        await hold_it(desk)
        assert here(desk, MinutesScreen)
        desk.opened = desk.app.screen.opened  # type: ignore[attr-defined]
        assert "DRAFT – not yet approved" in desk.screen() and "3 gaps" in desk.screen()
        await mend_what_it_lacks(desk)
        await give_a_copy_without_names(desk)
        await have_it_reviewed(desk)
        await desk.press("m")
        path = next(desk.workspace.places.exports.glob("minutes-*.md"))
        assert path.read_text(encoding="utf-8").startswith("DRAFT – not yet approved")
        approve_next_time(desk)
        desk.app.open_minutes(desk.opened, desk.meeting)
        await desk.press()
        assert "Approved as corrected on Wed 11 Dec 2024" in desk.screen() and "DRAFT" not in desk.screen()
        await amend_it(desk)


async def mend_what_it_lacks(desk: Desk) -> None:
    """Gaps and hints: Enter goes to the line, where it is mended."""
    await desk.press("g")
    assert here(desk, MinutesLookScreen)
    assert "print flyers” is unclaimed" in desk.screen() and "suffers from" in desk.screen()
    assert "a name (Ana) beside a word about health" in desk.screen()
    await desk.press("enter")
    assert here(desk, MinutesLinesScreen) and "NEXT STEP 2" in desk.screen()
    await desk.press("w")
    await answer(desk, "mei")
    assert "who: Mei Tan" in desk.screen()
    await desk.press("b")
    await answer(desk, "fri")
    assert "by: Fri 15 Nov" in desk.screen()
    await desk.press("down", "w")
    await answer(desk, "next agenda")
    assert "→ next agenda" in desk.screen()
    await desk.press("down", "e")
    desk.app.screen.asking.query_one("Input").value = ""  # type: ignore[attr-defined]
    await answer(desk, "Waiting lists at clinics are long")
    await desk.press("h")
    assert "Ana suffers from" in desk.screen(), "what the line was stays in its history"
    await desk.press("escape", "escape")
    assert here(desk, MinutesScreen) and "No gaps." in desk.screen()


async def give_a_copy_without_names(desk: Desk) -> None:
    """For the e-mail list and the public, at roles only: nobody's name stands in it, nor in the file's name."""
    await desk.press("a", "p", "p")
    assert "For e-mail list and public · roles only" in desk.screen()
    assert not NAMES.search(desk.screen().replace("Mei brings", ""))
    await desk.press("x", "h")
    path = next(desk.workspace.places.exports.glob("*.html"))
    page = path.read_text(encoding="utf-8")
    assert "a member brings it" in page and not NAMES.search(page) and not NAMES.search(path.name)
    await desk.press("a", "a", "a")
    assert "For confirmed members" in desk.screen()


async def have_it_reviewed(desk: Desk) -> None:
    """Three people are asked; one says ok, one wants a change, one is silent."""
    await desk.press("r")
    assert here(desk, MinutesReviewScreen)
    await answer(desk, "ana, bo, mei")
    assert "They may answer until Sat 16 Nov 2024." in desk.screen()
    await desk.press("enter")
    await desk.press("k", "down", "c")
    await answer(desk, "It was the whole board")
    assert "1 ok · 1 change · 1 no answer" in desk.screen()
    bo = next(person for person in desk.opened.group.everybody if person.name == "Bo Chen")
    desk.workspace.record(desk.opened, "", [PersonChanged(person=bo.id, name="Bo Chen", contact="bo@example.org")])
    await desk.press("e")
    letter = message_from_bytes(next(desk.workspace.places.exports.glob("review-*.eml")).read_bytes(), policy=default)
    assert str(letter["To"]) == "bo@example.org" and str(letter["Subject"]).startswith("DRAFT minutes")
    await desk.later(days=5)
    await desk.press("escape")
    assert "1 ok · 1 change · 1 no answer · the day has passed" in desk.screen()
    assert "DRAFT – not yet approved · in review" in desk.screen()


def approve_next_time(desk: Desk) -> None:
    """The next meeting corrects and approves them."""
    start = START + dt.timedelta(days=28)
    following = planning.plan(desk.workspace, desk.opened, start)
    desk.clock.set(start)
    session = LiveSession(desk.workspace, desk.opened, following)
    for line in ("/next", "/next", "/go minutes", "fix: it is the whole board", "/approve"):
        session.typed(line)
        session.enter(line)
    desk.opened.refold()


async def amend_it(desk: Desk) -> None:
    """A later change is an amendment: dated, with what was approved beside it."""
    await desk.press("enter")
    assert here(desk, MinutesLinesScreen) and "approved" in desk.screen()
    await desk.press("enter")
    desk.app.screen.asking.query_one("Input").value = ""  # type: ignore[attr-defined]
    await answer(desk, "We write to the whole board; Bo brings it")
    assert "What was changed, and why · decided Wed 11 Dec 2024" in desk.screen()
    await desk.press("enter")
    await desk.press("escape")
    assert "amended on Wed 11 Dec 2024" in desk.screen()
    await desk.press("v")
    assert here(desk, MinutesCompareScreen) and "Amendments" in desk.screen()
    await desk.press("v")
    assert "as approved" in desk.screen()
    await desk.press("end")
    await desk.press("v")
    assert "as amended" in desk.screen()
    await desk.press("escape")
    assert here(desk, MinutesScreen)
