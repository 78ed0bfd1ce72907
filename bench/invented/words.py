"""The vocabulary of invented meetings: what peer support workers talk about, in places and names that do not exist."""

from __future__ import annotations

import random

FIRST_NAMES = tuple(
    "Ana Bo Mei Dana José Priya Sam Tomasz Ruth Leila Marcus Ines Otis Noor Petra Kwame Lucia Hana Emil Zora Iris "
    "Felix Amara Nils Talia Rafael Ivy Omar Greta Linh Jonas Selma Theo Yara Boris Elif Cora Dmitri Wanda Aziz".split()
)
FAMILY_NAMES = tuple(
    "Alderwick Brindlemoor Castellane Dunmere Eastbrook Farrowell Greywater Hollinsby Inglethorpe Juniperfield "
    "Kestrelby Larkspur Merrowdale Northfen Oakenshaw Pennywhistle Quillfeather Rookwood Silverthorn Thistledown "
    "Underhay Vantongeren Winterbourne Yarrowby Zelenko".split()
)
ROLES = ("RC", "CPS", "FP", "YAPM", "COAPS")
"""Recovery coach, certified peer specialist, family partner, young adult peer mentor, older adult peer specialist."""

_PLACE_BEGINNINGS = (
    "Fern Alder Birch Cedar Maple Willow Stone River Mill Bridge Harbor Meadow North South East West Long Green High "
    "Low Clear Silver Copper Amber Raven Heron Otter Badger Salt Sand".split()
)
_PLACE_ENDINGS = "hollow field brook ford haven ridge dale crest moor wick port mouth gate shaw cross bend".split()
PLACES = tuple(begin + end for begin in _PLACE_BEGINNINGS for end in _PLACE_ENDINGS)

_SUBJECTS = (
    "the peer bill;the training calendar;the supervision standard;the warm line;the drop-in room;"
    "the county grant;the reimbursement rate;the certification exam;the code of ethics;the job description;"
    "the career ladder;the hospital agreement;the young adult track;the family partner survey;"
    "the older adult outreach;the respite house;the listening session;the language guide;"
    "the interpreter list;the transport vouchers;the newsletter;the annual report;the lived experience panel;"
    "the mutual aid shelf;the overdose response training;the burnout circle;the mentoring pairs;"
    "the scholarship fund;the hiring panel;the crisis team protocol;the data sharing form;"
    "the consent leaflet;the website draft;the testimony;the hearing;the press letter;the steering committee;"
    "the onboarding packet;the reflection worksheet;the evaluation form"
).split(";")
_VERBS = (
    "moved moved_forward stalled begins closes needs_a_second_look was_welcomed was_postponed came_back "
    "found_a_sponsor lost_its_room doubled is_ready is_late was_rewritten was_shared was_read_aloud".split()
)
_ACTS = (
    "draft send call ask collect print translate book invite update check review finish share post order compare "
    "schedule confirm summarize record archive rewrite propose".split()
)
_QUALITIES = (
    "short plain bilingual accessible shared yearly monthly regional voluntary paid unpaid trauma-informed "
    "strengths-based recovery-oriented culturally-responsive draft final signed missing corrected "
    "confidential public".split()
)
_REASONS = (
    "because_the_room_was_full after_the_listening_session before_the_hearing since_nobody_had_read_it "
    "so_that_new_members_can_follow while_the_county_decides once_the_numbers_are_in if_the_vouchers_last "
    "although_the_deadline_passed with_thanks_to_the_night_shift until_the_interpreter_confirms "
    "as_the_older_adults_had_asked".split()
)
_CELEBRATIONS = (
    "passed_the_certification_exam one_year_in_recovery first_week_in_the_new_job got_the_grant finished_the_training "
    "spoke_at_the_hearing found_an_apartment came_back_after_a_hard_month".split()
)
_QUESTIONS = "Who keeps;Who pays for;When do we see;Where is;What became of;How do we share;Who may read".split(";")


class Speaker:
    """Says one invented sentence after another. Common subjects come up often, rare places seldom, as in real notes."""

    def __init__(self, seed: random.Random) -> None:
        self._seed = seed

    def _often(self, words: list[str] | tuple[str, ...]) -> str:
        """One of them, the earlier ones more often."""
        return words[int(len(words) * self._seed.random() ** 2)]

    def subject(self) -> str:
        """What is talked about: `the peer bill`."""
        return self._often(_SUBJECTS)

    def note(self) -> str:
        """Something that was said."""
        seed = self._seed
        parts = [self.subject().capitalize(), self._often(_VERBS), "in", seed.choice(PLACES), self._often(_REASONS)]
        if seed.random() < 0.4:
            parts += ["and", str(seed.randrange(2, 60)), "people", "signed", "the", seed.choice(_QUALITIES), "list"]
        return " ".join(parts).replace("_", " ")

    def decision(self) -> str:
        """What a group agreed to."""
        return f"We {self._often(_ACTS)} the {self._seed.choice(_QUALITIES)} form of {self.subject()} from now on"

    def step(self) -> str:
        """What somebody is going to do."""
        return f"{self._often(_ACTS)} {self.subject()} for {self._seed.choice(PLACES)}"

    def done_when(self) -> str:
        """What done looks like."""
        return f"the {self._seed.choice(_QUALITIES)} copy is with the members"

    def question(self) -> str:
        """What nobody knew yet."""
        return f"{self._seed.choice(_QUESTIONS)} {self.subject()}"

    def parked(self) -> str:
        """What has to wait."""
        return f"{self.subject().capitalize()} in {self._seed.choice(PLACES)}"

    def celebration(self) -> str:
        """What went well."""
        return f"Somebody {self._often(_CELEBRATIONS)}".replace("_", " ")

    def link(self) -> str:
        """A document."""
        return f"https://example.org/{self._seed.choice(PLACES).lower()}/{self._seed.randrange(1, 9999)}"
