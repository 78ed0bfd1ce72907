"""The numbers of a grant report, and what everybody who reads it knows of them: `suppressing` needs both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from peer_tui.domain.characters import fold
from peer_tui.domain.events import PersonId
from peer_tui.domain.grant_facts import Chosen, GrantFacts, GrantMeeting
from peer_tui.domain.suppressing import Cell, Limit, at_most, sum_of, union_of


def _everybody(sets: Iterable[frozenset[PersonId]]) -> frozenset[PersonId]:
    return frozenset().union(*sets)


_SUMMED = (
    "meetings", "came", "came.members", "came.guests", "came.heads", "decisions", "steps", "issues", "reached", "forms",
    "forms.above", "forms.rest", "trained.came",
)  # fmt: skip
"""Rows that add up over quarters."""
_ONCE = (
    "people", "people.members", "people.guests", "A5", "A5.lived", "A5.others", "A6", "A6.lived", "A6.others",
    "trained", "trained.from",
)  # fmt: skip
"""Rows that count once what is in several quarters."""


def _visits(meetings: Sequence[GrantMeeting]) -> int:
    """How often somebody came to these."""
    return sum(len(one.people) + one.heads for one in meetings)


def _different(meetings: Sequence[GrantMeeting]) -> tuple[frozenset[PersonId], frozenset[PersonId]]:
    """The members and the guests who came to these, nobody as both."""
    members = _everybody(one.members for one in meetings)
    return members, _everybody(one.guests for one in meetings) - members


class GrantTable:
    """The cells of a report, and what a reader knows of them, while they are put together.

    A cell's key is its column, a bar, and its row: `0|came:training`. The kinds of meeting are folded words.

    Args:
        chosen: what the group chose.
        kinds: the kinds that are shown, by their folded words.
    """

    def __init__(self, chosen: Chosen, kinds: Mapping[str, str]) -> None:
        self._chosen = chosen
        self._kinds = kinds
        self.cells: dict[str, Cell] = {}
        self.limits: list[Limit] = []
        self.averages: dict[str, tuple[float, float]] = {}
        self.same: dict[str, str] = {}
        trainings = self._listed(chosen.training)
        if len(trainings) == 1:
            self.same = {"trained.came": f"came:{trainings[0]}", "trained": f"people:{trainings[0]}"}

    def _listed(self, kinds: Iterable[str]) -> list[str]:
        """Those of some kinds that stand in the report, by their folded words."""
        return [kind for kind in dict.fromkeys(fold(kind) for kind in kinds) if kind in self._kinds]

    def _put(self, key: str, value: int, *, people: bool = True, shown: bool = True, whole: bool = False) -> str:
        self.cells[key] = Cell(key, value, people or self._chosen.everything, shown, whole)
        return key

    def column(self, column: str, facts: GrantFacts) -> None:
        """The numbers of one quarter, or of several together."""
        self._meetings(column, facts)
        self._people(column, facts)
        self._tagged(column, facts, "A5", self._chosen.planning)
        self._tagged(column, facts, "A6", self._chosen.evaluation)
        self._training(column, facts)
        self._confidence(column, facts)
        self._put(f"{column}|decisions", sum(one.decisions for one in facts.meetings), people=False)
        self._put(f"{column}|steps", len(facts.steps_done), people=False)
        self._put(f"{column}|issues", len(facts.issues_changed), people=False)
        self._put(f"{column}|reached", sum(one.reached for one in facts.meetings))

    def _of_kind(self, facts: GrantFacts, kinds: Iterable[str]) -> list[GrantMeeting]:
        wanted = {fold(kind) for kind in kinds}
        return [one for one in facts.meetings if fold(one.kind) in wanted]

    def _meetings(self, column: str, facts: GrantFacts) -> None:
        """How many meetings of each kind were held, and how often somebody came to one."""
        meetings = facts.meetings
        self._put(f"{column}|meetings", len(meetings), people=False, whole=True)
        self._put(f"{column}|came", _visits(meetings), whole=True)
        for kind in self._kinds:
            held = self._of_kind(facts, (kind,))
            self._put(f"{column}|meetings:{kind}", len(held), people=False)
            self._put(f"{column}|came:{kind}", _visits(held))
        self._put(f"{column}|came.members", sum(len(one.members) for one in meetings))
        self._put(f"{column}|came.guests", sum(len(one.guests) for one in meetings))
        self._put(f"{column}|came.heads", sum(one.heads for one in meetings))
        for row in ("meetings", "came"):
            self._adds_up(column, row, [f"{row}:{kind}" for kind in self._kinds])
        self._adds_up(column, "came", ["came.members", "came.guests", "came.heads"])

    def _people(self, column: str, facts: GrantFacts) -> None:
        """How many different people came to meetings of each kind, members and guests."""
        members, guests = _different(facts.meetings)
        self._put(f"{column}|people", len(members) + len(guests), whole=True)
        self._put(f"{column}|people.members", len(members))
        self._put(f"{column}|people.guests", len(guests))
        self._adds_up(column, "people", ["people.members", "people.guests"])
        for part in ("members", "guests"):
            self._came_often(column, f"people.{part}", f"came.{part}", len(facts.meetings))
        for kind in self._kinds:
            held = self._of_kind(facts, (kind,))
            self._put(f"{column}|people:{kind}", len(_everybody(one.people for one in held)))
            if len(held) == 1:
                # Whoever came to the only one came once, so the others came without a name.
                self._put(f"{column}|heads:{kind}", held[0].heads, shown=False)
                self._adds_up(column, f"came:{kind}", [f"people:{kind}", f"heads:{kind}"])
                self.limits.append(at_most(f"{column}|heads:{kind}", f"{column}|came.heads"))
            else:
                self._came_often(column, f"people:{kind}", f"came:{kind}", len(held), f"{column}|came.heads")
        self._once(column, "people", [f"people:{kind}" for kind in self._kinds])

    def _adds_up(self, column: str, whole: str, parts: Sequence[str]) -> None:
        self.limits += sum_of(f"{column}|{whole}", [f"{column}|{part}" for part in parts])

    def _once(self, column: str, whole: str, parts: Sequence[str]) -> None:
        self.limits += union_of(f"{column}|{whole}", [f"{column}|{part}" for part in parts])

    def _came_often(self, column: str, people: str, came: str, meetings: int, *more: str) -> None:
        """Each of these people came at least once, and at most to every one of these meetings."""
        self.limits.append(at_most(f"{column}|{people}", f"{column}|{came}"))
        self.limits.append(at_most(f"{column}|{came}", f"{column}|{people}", meetings, *more))

    def _tagged(self, column: str, facts: GrantFacts, code: str, kinds: Sequence[str]) -> None:
        """Members who came to meetings of some kinds, and how many of them have lived experience."""
        members = _everybody(one.members for one in self._of_kind(facts, kinds))
        lived = {person for person in members if facts.lived.get(person)}
        self._put(f"{column}|{code}", len(members))
        # The indicator itself is hidden last.
        self._put(f"{column}|{code}.lived", len(lived), whole=True)
        self._put(f"{column}|{code}.others", len(members) - len(lived), shown=False)
        self._adds_up(column, code, [f"{code}.lived", f"{code}.others"])
        self.limits.append(at_most(f"{column}|{code}", f"{column}|people.members"))
        held = [kind for kind in self._listed(kinds) if self._of_kind(facts, (kind,))]
        if len(held) == 1:
            # Of the only kind, whoever is no member is a guest.
            _, guests = _different(self._of_kind(facts, held))
            self._put(f"{column}|{code}.guests", len(guests), shown=False)
            self._adds_up(column, f"people:{held[0]}", [code, f"{code}.guests"])
            self.limits.append(at_most(f"{column}|{code}.guests", f"{column}|people.guests"))
            return
        self.limits.append(Limit(((f"{column}|{code}", 1), *((f"{column}|people:{kind}", -1) for kind in held))))
        for kind in held:
            self.limits.append(at_most(f"{column}|people:{kind}", f"{column}|{code}", 1, f"{column}|people.guests"))

    def _training(self, column: str, facts: GrantFacts) -> None:
        """Who came to trainings, and from how many organisations."""
        held = self._of_kind(facts, self._chosen.training)
        people = _everybody(one.people for one in held)
        places = {fold(place) for person in people if (place := facts.organisations.get(person, "").strip())}
        source = self._put(f"{column}|trained.from", len(places), people=False)
        trained = f"{column}|{self.same.get('trained', 'trained')}"
        self.limits.append(at_most(source, trained))
        if self.same:
            return
        kinds = self._listed(self._chosen.training)
        came = self._put(f"{column}|trained.came", _visits(held))
        self._put(trained, len(people))
        self.limits += sum_of(came, [f"{column}|came:{kind}" for kind in kinds])
        self._once(column, "trained", [f"people:{kind}" for kind in kinds])
        self.limits.append(at_most(trained, f"{column}|people"))
        self._came_often(column, "trained", "trained.came", len(held), f"{column}|came.heads")

    def _confidence(self, column: str, facts: GrantFacts) -> None:
        """How many forms filled in afterwards stand above the mean of those before, in the same run."""
        runs = [one for one in facts.confidence if len(one.before) >= max(1, one.fewest)]
        means = [sum(one.before) / len(one.before) for one in runs]
        after = [(mean, value) for one, mean in zip(runs, means, strict=True) for _, value in one.after]
        above = sum(1 for mean, value in after if value > mean)
        whole = self._put(f"{column}|forms", len(after), whole=True)
        parts = [
            self._put(f"{column}|forms.above", above),
            self._put(f"{column}|forms.rest", len(after) - above, shown=False),
        ]
        self.limits += sum_of(whole, parts)
        if after and len(after) >= max(one.fewest for one in runs):
            # Each form is compared with the mean of its own run, so a run counts as often as it has forms here.
            before = sum(mean for mean, _ in after) / len(after)
            self.averages[column] = (before, sum(value for _, value in after) / len(after))

    def side_by_side(self, columns: Sequence[str], together: str) -> None:
        """What a reader knows of several quarters beside their total."""
        summed = [*_SUMMED, *(f"{row}:{kind}" for row in ("meetings", "came") for kind in self._kinds)]
        once = [*_ONCE, *(f"people:{kind}" for kind in self._kinds)]
        for rows, relation in ((summed, sum_of), (once, union_of)):
            for row in (one for one in rows if one not in self.same):
                self.limits += relation(f"{together}|{row}", [f"{column}|{row}" for column in columns])

    def standing(self, facts: GrantFacts) -> None:
        """Of the members the group has now, who said that they have lived experience."""
        said = {person: facts.lived[person] for person in facts.members if person in facts.lived}
        lived = sum(said.values())
        self._put("now|A4", len(facts.members))
        # The indicator itself is hidden last.
        self._put("now|A4.lived", lived, whole=True)
        self._put("now|A4.unsaid", len(facts.members) - len(said))
        self._put("now|A4.not", len(said) - lived, shown=False)
        self._put("now|A4.others", len(facts.members) - lived, shown=False)
        self._adds_up("now", "A4", ["A4.lived", "A4.unsaid", "A4.not"])
        self._adds_up("now", "A4", ["A4.lived", "A4.others"])
