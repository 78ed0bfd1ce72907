"""A section of a programme's report, drawn from its sources in order; and the figures among them."""

from __future__ import annotations

from collections.abc import Callable

from peer_tui.domain.programmes import from_meetings, from_registers
from peer_tui.domain.programmes.definition import Form, ReportSection
from peer_tui.domain.programmes.evaluating import answer_words, changes, results_of
from peer_tui.domain.programmes.material import Material, Told
from peer_tui.domain.programmes.roll_call import roll_call_lines
from peer_tui.domain.programmes.sources import Source, source_of
from peer_tui.domain.words import say


def drawn_words(section: ReportSection, material: Material) -> str:
    """What a section's sources tell, as lines; empty where they tell nothing yet."""
    told = [(label, lines) for written in section.sources for label, lines in _told(source_of(written), material)]
    told = _together((label, lines) for label, lines in told if lines)
    if len(told) == 1 and not told[0][0].endswith("?"):
        return "\n".join(told[0][1])
    parts = ["\n".join(([label] if label else []) + lines) for label, lines in told]
    return "\n\n".join(parts)


def _together(told: Told) -> list[tuple[str, list[str]]]:
    """Sources with the same label behind each other stand below it once."""
    found: list[tuple[str, list[str]]] = []
    for label, lines in told:
        if found and found[-1][0] == label:
            found[-1][1].extend(lines)
        else:
            found.append((label, list(lines)))
    return found


def _told(source: Source, material: Material) -> Told:
    draw = _DRAWS.get(source.kind)
    return draw(source, material) if draw is not None else ()


# --- figures ------------------------------------------------------------------------------------------------------


def _evaluation(source: Source, material: Material) -> Told:
    for form in material.programme.forms:
        if form.evaluation and source.part in (form.key, *(section.key for section in form.sections)):
            within = source.within or (source.part if source.part != form.key else "")
            yield from _results(form, within, material)


def _results(form: Form, within: str, material: Material) -> Told:
    # A sheet whose words were all removed at somebody's request says nothing any more, and hides nobody.
    sheets = [one for one in material.running.evaluations if one.part == form.key and any(one.texts.values())]
    told = [
        results_of(form, [one.texts for one in sheets if one.occasion == occasion], occasion)
        for occasion in (form.occasions or ("",))
    ]
    meant = {
        question.key
        for section in form.sections
        for question in section.questions
        if not within or within in (section.key, question.key)
    }
    for results in told:
        if not results.count:
            continue
        label = " · ".join(part for part in (form.title, say(results.occasion)) if part)
        lines = [f"- {results.words}"]
        comments: list[tuple[str, list[str]]] = []
        for question in results.questions:
            if question.key in meant and (figures := answer_words(question)):
                lines.append(f"- {question.title} {figures}")
            if question.key in meant and question.comments:
                comments.append((question.title, [f"- {material.words(one.text)}" for one in question.comments]))
        yield label, lines
        yield from comments
    if len(told) == 2 and all(results.questions for results in told):
        changed = [f"- {one.title} {one.words}" for one in changes(*told) if one.key in meant]
        yield say("Change"), changed


def _hours(_: Source, material: Material) -> Told:
    return [(say("Hours"), [f"- {material.hours}"] if material.hours else [])]


def _stages(_: Source, material: Material) -> Told:
    return [(say("Stages"), [f"- {line}" for line in material.stages])]


def _measures(_: Source, material: Material) -> Told:
    return [(say("Measures"), [f"- {material.words(line)}" for line in material.measures])]


def _roll_calls(_: Source, material: Material) -> Told:
    lines = roll_call_lines(material.group, [one.held.id for one in material.meetings])
    return [(say("Roll-calls of assignments"), [f"- {material.words(line)}" for line in lines])]


_DRAWS: dict[str, Callable[[Source, Material], Told]] = {
    "words": from_meetings.lines_of_a_word,
    "meetings": from_meetings.meetings_held,
    "decisions": from_meetings.decisions,
    "steps": from_meetings.next_steps,
    "anchors": from_registers.days,
    "form": from_registers.answers,
    "rows": from_registers.rows,
    "evaluation": _evaluation,
    "hours": _hours,
    "stages": _stages,
    "measures": _measures,
    "roll-calls": _roll_calls,
}
