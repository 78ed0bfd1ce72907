"""What is said of a run's days and answers: advice, never an error (`product.md` §1.2, "squeezed match")."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.days import later, say_days, span_of, suggested
from peer_tui.domain.programmes.definition import Advice, Programme, Window
from peer_tui.domain.words import say, say_number


def warnings_of(programme: Programme, running: Running, today: dt.date) -> tuple[str, ...]:
    """Everything that is to be said of a run, a sentence each.

    Args:
        programme: as its file says.
        running: the run.
        today: the day in the group's zone.
    """
    found = [*_order(programme, running), *squeezed(programme, running), *_twice(programme, running)]
    found += _strays(programme, running)
    if not running.closed and (reminder := reassess(programme, running, today)):
        found.append(reminder)
    return tuple(dict.fromkeys(found))


def _order(programme: Programme, running: Running) -> list[str]:
    """Days that lie before others which they cannot lie before."""
    titles = {anchor.key: anchor.title for anchor in programme.anchors}
    found = []
    for anchor in programme.anchors:
        here, there = running.anchors.get(anchor.key), running.anchors.get(anchor.not_before)
        if here is not None and there is not None and here < there:
            found.append(
                say(
                    "{title}, {day}, lies before {other}, {other_day}: one of the two days needs a look.",
                    title=anchor.title,
                    day=say_days(here),
                    other=titles[anchor.not_before],
                    other_day=say_days(there),
                )
            )
    return found


def squeezed(programme: Programme, running: Running) -> list[str]:
    """Spans that are shorter or longer than usual, and windows that overlap because of it."""
    overlaps = _overlaps(programme, running)
    found = []
    for advice in programme.advice:
        length = _length(advice, running)
        if length is None or length < 0:
            continue
        if length < advice.least:
            more = say("{short}: these stages overlap", short=advice.short) if overlaps else advice.short
            found.append(more)
        elif advice.most and length > advice.most and advice.long:
            found.append(advice.long)
    if overlaps and not any(_is_short(advice, running) for advice in programme.advice):
        found.append(say("these stages overlap"))
    return [*found, *overlaps]


def _length(advice: Advice, running: Running) -> int | None:
    begins, ends = running.anchors.get(advice.begins), running.anchors.get(advice.ends)
    return (ends - begins).days if begins is not None and ends is not None else None


def _is_short(advice: Advice, running: Running) -> bool:
    length = _length(advice, running)
    return length is not None and 0 <= length < advice.least


def _overlaps(programme: Programme, running: Running) -> list[str]:
    """Windows that end only after a later one, counted from another day, has closed."""
    found = []
    known = [(window, span_of(window, running.anchors)) for window in programme.windows]
    for place, (earlier, span) in enumerate(known):
        for after, later_span in known[place + 1 :]:
            if span.due is None or later_span.due is None or _same_anchor(earlier, after) or _disordered(
                earlier, after, programme, running
            ):  # fmt: skip
                continue
            if span.due > later_span.due:
                found.append(
                    say(
                        "“{earlier}” ends on {day}, after “{later}” closed on {later_day}.",
                        earlier=earlier.title,
                        day=say_days(span.due),
                        later=after.title,
                        later_day=say_days(later_span.due),
                    )
                )
    return found


def _same_anchor(one: Window, other: Window) -> bool:
    return one.due is not None and other.due is not None and one.due.anchor == other.due.anchor


def _disordered(one: Window, other: Window, programme: Programme, running: Running) -> bool:
    """The days they are counted from are in no order themselves: that is said, and nothing of what follows from it."""
    begins, ends = (window.due.anchor if window.due else "" for window in (one, other))
    before = {anchor.key: anchor.not_before for anchor in programme.anchors}
    seen: set[str] = set()
    while ends and ends not in seen:
        seen.add(ends)
        earlier = before.get(ends, "")
        if earlier and running.anchors.get(ends, dt.date.max) < running.anchors.get(earlier, dt.date.min):
            return True
        ends = "" if ends == begins else earlier
    return False


def _twice(programme: Programme, running: Running) -> list[str]:
    """Questions that two devices answered without knowing of each other."""
    found = []
    for form in programme.forms:
        asked = [one for one in form.questions if running.answers.get((form.key, one.key))]
        found += [
            say("“{question}” was answered twice: {form} shows both, and the next answer settles it.",
                question=one.title, form=form.title)
            for one in asked
            if running.answers[form.key, one.key].others
        ]  # fmt: skip
    return found


def _strays(programme: Programme, running: Running) -> list[str]:
    """What was recorded about parts that the programme's file does not have."""
    items, registers = {one.key for one in programme.items}, {one.key for one in programme.registers}
    questions = {(form.key, question.key) for form in programme.forms for question in form.questions}
    anchors, kinds = {one.key for one in programme.anchors}, {one.key for one in programme.meetings}
    gone = [
        *(key for key in running.marks if key not in items),
        *(f"{form}.{question}" for form, question in running.answers if (form, question) not in questions),
        *(key for key in running.rows if key not in registers and running.standing_rows(key)),
        *(key for key in running.anchors if key not in anchors),
        *dict.fromkeys(kind for kind in running.meetings.values() if kind not in kinds),
    ]
    if not gone:
        return []
    parts = ", ".join(gone[:5]) + ("…" if len(gone) > 5 else "")
    return [
        say_number(
            len(gone),
            "{n} thing that was recorded is no longer in the programme's file; it is kept: {parts}.",
            "{n} things that were recorded are no longer in the programme's file; they are kept: {parts}.",
            parts=parts,
        )
    ]


def reassess(programme: Programme, running: Running, today: dt.date) -> str:
    """A reminder where no form was changed for so many months; empty where there is nothing to remind of."""
    if not programme.reassess_months:
        return ""
    last = max([running.started, *(answer.at for answer in running.answers.values())]).date()
    due = later(last, months=programme.reassess_months)
    if due is None or today < due:
        return ""
    return say(
        "It is time to look again: nothing in its forms has changed since {day}, and the group looks every {months} "
        "months.",
        day=say_days(last),
        months=programme.reassess_months,
    )


def without_days(programme: Programme, running: Running) -> str:
    """That none of its days is known, so that nothing can be due; empty as soon as one is."""
    if running.closed or not programme.anchors or any(anchor.key in running.anchors for anchor in programme.anchors):
        return ""
    return say("None of its days is set yet, so nothing is due.")


def suggested_words(programme: Programme, running: Running, anchor: str) -> str:
    """Between which days an anchor usually lies, for who is about to set it; empty where nothing says."""
    found = suggested(programme, running.anchors, anchor)
    if found is None:
        return ""
    advice = next(one for one in programme.advice if one.ends == anchor and one.begins in running.anchors and one.most)
    days = say_days(*found)
    return say("{advice}: {days}", advice=advice.title, days=days) if advice.title else days
