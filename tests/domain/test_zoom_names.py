"""Names in what Zoom saves; nothing else of it is taken."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.zoom_names import CHAT, PARTICIPANTS, zoom_names

REPORT = """\
Meeting ID,Topic,Start Time,End Time
123,Coalition,11/13/2024 01:50:00 PM,11/13/2024 03:01:00 PM

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
"Ana Ruiz (she/her)",ana@example.org,11/13/2024 01:58:02 PM,x,62,No
Bo (Bo Chen),,x,y,5,Yes
"Bo (Bo Chen)",,x,y,5,Yes
林小雨,,x,y,60,No
,,x,y,60,No
"""


def test_a_participant_report_gives_each_name_once() -> None:
    found = zoom_names("\ufeff" + REPORT)
    assert found is not None and found.form == PARTICIPANTS
    assert [(one.shown, one.original, one.line) for one in found.names] == [
        ("Ana Ruiz (she/her)", "", 5), ("Bo", "Bo Chen", 6), ("林小雨", "", 8),
    ]  # fmt: skip
    assert found.wrong == ("Line 9: there is no name in it. Passed over.",)


def test_other_columns_and_separators() -> None:
    found = zoom_names("Join time;Name;Leave time\r\n1;Mei Tan;2\r\n")
    assert found is not None and [one.shown for one in found.names] == ["Mei Tan"]
    tabs = zoom_names("Name\tUser Email\nMei Tan\tmei@example.org")
    assert tabs is not None and [one.shown for one in tabs.names] == ["Mei Tan"]


def test_a_chat_gives_who_wrote_and_nothing_they_wrote() -> None:
    found = zoom_names(
        "14:02:11 From Ana Ruiz to Everyone: my secret: it hurts\n"
        "14:02:30\t From  Bo Chen : yes From Kim to me\n"
        "14:03:00 From Me to Everyone:\n\twords below\n"
        "2:04:00 PM From ana ruiz to Bo Chen(Direct Message): more"
    )
    assert found is not None and found.form == CHAT
    assert [one.shown for one in found.names] == ["Ana Ruiz", "Bo Chen"]
    assert "secret" not in str(found)


def test_an_ordinary_list_is_neither() -> None:
    assert zoom_names("Name\nAna Ruiz\nBo Chen") is None
    assert zoom_names("Ana Ruiz, RC\nBo: from the library") is None


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.text().map(lambda text: REPORT + text), st.text().map(lambda t: f"14:02:11 From {t}")))
def test_no_text_ever_stops_it(text: str) -> None:
    found = zoom_names(text)
    assert found is None or all(one.shown.strip() for one in found.names)


def test_a_very_long_line_is_read_at_once() -> None:
    assert zoom_names("14:02:11 From " + " to " * 100_000) is not None
    assert zoom_names("Name,Email\n" + '"' * 200_000) is not None
