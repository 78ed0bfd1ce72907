"""The e-mail draft: nobody can be written to, and no header added, by what somebody typed into a meeting."""

from __future__ import annotations

import email
import email.message
from email.policy import SMTP

import msgspec
from hypothesis import example, given, settings

from peer_tui.domain.minutes import make_minutes
from peer_tui.exchange.mail import Attachment, draft, header, to_mail
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


# --- drafts of any kind -------------------------------------------------------------------------------------------


def parsed(text: str) -> email.message.EmailMessage:
    message = email.message_from_string(text, policy=SMTP)
    assert isinstance(message, email.message.EmailMessage)
    return message


def test_a_draft_is_addressed_only_to_what_is_one_plain_address() -> None:
    said = draft(
        "S", "b",
        ["a@example.org", " b@example.org ", "a@example.org", "Ana <c@example.org>", "x@y@z",
         "d@example.org\nBcc: e@example.org", "", "no address", ".x@example.org", "é@example.org", "a@-",
         "a@exa..mple.org"],
    )  # fmt: skip
    addresses = [one.addr_spec for one in parsed(said)["To"].addresses]
    assert addresses == ["a@example.org", "b@example.org"]
    assert "Bcc" not in parsed(said) and said.count("a@example.org") == 1


def test_a_draft_with_files_holds_them_and_their_names_are_tame() -> None:
    invitation = Attachment("next meeting.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar")
    evil = Attachment('../../x"\r\nX-Evil: 1.exe', b"\x00\xff" * 500)
    said = draft("S", "body", ["a@example.org"], "<p>body</p>", [invitation, evil])
    parts = list(parsed(said).iter_attachments())
    assert [part.get_filename() for part in parts] == ["next-meeting.ics", "x-X-Evil-1.exe"]
    assert parts[0].get_content_type() == "text/calendar" and parts[1].get_content() == b"\x00\xff" * 500
    body = parsed(said).get_body(("plain",))
    assert "X-Evil:" not in said.split("\r\n\r\n", 1)[0] and body is not None and body.get_content() == "body\r\n"
    assert said.isascii() and draft("S", "body", ["a@example.org"], "<p>body</p>", [invitation, evil]) == said


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts)
@example("a\r\nTo: x@example.org", "x@example.org\r\nBcc: y@example.org", "--=_peer-tui-0_=--\r\n")
def test_whatever_is_in_a_draft_it_has_only_its_own_headers(subject: str, to: str, body: str) -> None:
    message = parsed(draft(subject, body, [to], body, [Attachment(subject, body.encode("utf-8", "replace"))]))
    assert {name.lower() for name in message} <= {"subject", "to", "x-unsent", "mime-version", "content-type"}
    assert len(list(message.iter_attachments())) == 1
