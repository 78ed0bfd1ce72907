"""The e-mail draft: nobody can be written to, and no header added, by what somebody typed into a meeting."""

from __future__ import annotations

import email
from email.policy import SMTP

import msgspec
from hypothesis import example, given, settings

from peer_tui.domain.minutes import make_minutes
from peer_tui.exchange.mail import header, to_mail
from tests.exchange.hostile import meeting_full_of, texts


@settings(max_examples=80, deadline=None)
@given(texts)
@example("x\r\nBcc: everybody@example.org\r\n\r\nbody")
@example("x\nTo: a@example.org")
@example("x\u2028Bcc: a@example.org")
@example("\r\n.\r\nMAIL FROM:<a@example.org>")
@example("é" * 5000)
def test_no_header_is_added_whatever_the_title_is(typed: str) -> None:
    told = meeting_full_of("Testimony")
    minutes = msgspec.structs.replace(make_minutes(told.meeting(), told.group()), title=typed, date=typed)
    draft = email.message_from_string(to_mail(minutes), policy=SMTP)
    assert {name.lower() for name in draft} == {"subject", "x-unsent", "mime-version", "content-type"}
    assert draft["X-Unsent"] == "1" and "\n" not in str(draft["Subject"])
    assert [part.get_content_type() for part in draft.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_both_forms_hold_the_minutes_and_the_same_minutes_give_the_same_file() -> None:
    told = meeting_full_of("Schöne Grüße 林小雨 = [x]")
    minutes = make_minutes(told.meeting(), told.group())
    draft = email.message_from_string(to_mail(minutes), policy=SMTP)
    assert str(draft["Subject"]).startswith("DRAFT minutes: Schöne Grüße 林小雨")
    for part in list(draft.walk())[1:]:
        assert "Schöne Grüße" in part.get_content()
    assert to_mail(minutes) == to_mail(minutes)


def test_a_header_is_one_line() -> None:
    assert header("  a\r\n b\x00c\x85d  ") == "a b c d"
