"""Whether a name sounds like an institution's; a decision-maker is always a person (`product.md` §1.3).

It is advice about a name as it was typed, in English; nothing is refused because of it.
"""

from __future__ import annotations

import re

from peer_tui.domain.characters import fold

_OF_INSTITUTIONS = """
administration agency assembly association authority board bureau cabinet center centre city college commission
committee commonwealth company congress corporation council county court department division federation foundation
government
hospital house institute institution legislature ministry municipality office organization organisation parliament
senate state town union university
"""
_INSTITUTIONS = frozenset(_OF_INSTITUTIONS.split())
_OF_PEOPLE = """
administrator aide assemblymember assemblyman assemblywoman chair chairman chairperson chairwoman chief clerk
commissioner congressman congresswoman councillor councilor councilmember deputy director dr governor head judge leader
manager mayor member minister mr mrs ms mx officer president prof professor rep representative secretary sen senator
sheriff speaker
superintendent supervisor treasurer undersecretary
"""
_PEOPLE = frozenset(_OF_PEOPLE.split())
_AT = re.compile(r"[,;:(/–—]| - | at | from | of the | in the | with ")
"""What comes behind one of these says where a person works."""
_WORD = re.compile(r"[^\W\d_]+")


def sounds_like_an_institution(name: str) -> bool:
    """`Department of Labor`, `the Board`; not `Kim Doe, Department of Labor`, not `Senator Doe`, and not nothing."""
    said = fold(name)
    if set(_WORD.findall(said)) & _PEOPLE:
        return False
    first = set(_WORD.findall(_AT.split(said, maxsplit=1)[0]))
    return bool(first & _INSTITUTIONS)
