"""The words of real exports for our closed lists: matched without regard to case, spaces or hyphens, from an explicit table.

What is in no list is never guessed: it is a reason that names the words allowed.
"""

import re
from functools import cache

from wholepicture.lib.terms import Term
from wholepicture.pathway.incidents.terms import (
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Feature,
    Kind,
    Presence,
    ReporterKind,
)
from wholepicture.registers.people.terms import Precision, Role, Sex, YesNo

_NOT_IN_WORDS = re.compile(r"[\W_]+")
UNKNOWN = ("unknown", "unk", "n/k", "nk", "not recorded", "not stated", "?")
_NONE_DONE = ("no", "none", "n/a", "not completed", "not carried out", "not required", "declined", "refused")
# Each spelling stands for one word of one list; a test keeps them apart.
SPELLINGS: dict[type[Term], dict[Term, tuple[str, ...]]] = {
    Kind: {
        Kind.INCIDENT: ("occurrence", "crime", "event"),
        Kind.CONCERN: ("concern for a child", "child concern", "welfare concern"),
    },
    Category: {
        Category.DOMESTIC_ABUSE: (
            "DA",
            "DV",
            "domestic",
            "domestic violence",
            "domestic incident",
            "domestic abuse incident",
            "domestic abuse (crime)",
            "domestic abuse (non-crime)",
        ),
        Category.OTHER: ("non-domestic", "not domestic", "not domestic abuse"),
        Category.NOT_KNOWN: (*UNKNOWN, "not known", "unclassified"),
    },
    ReporterKind: {
        ReporterKind.SELF: ("self", "victim", "aggrieved", "injured party"),
        ReporterKind.NEIGHBOUR: ("neighbor",),
        ReporterKind.FAMILY: ("family", "relative"),
        ReporterKind.MEMBER_OF_PUBLIC: ("public", "MOP"),
        ReporterKind.MOTHER: ("mother",),
        ReporterKind.FATHER: ("father",),
        ReporterKind.OTHER: ("other",),
        ReporterKind.NOT_KNOWN: (*UNKNOWN, "anonymous"),
    },
    Dash: {
        Dash.STANDARD: ("std", "standard risk"),
        Dash.MEDIUM: ("med", "medium risk"),
        Dash.HIGH: ("high risk",),
        Dash.BELIEVED_DONE: ("believed done", "believed completed"),
        Dash.NOT_DONE: _NONE_DONE,
    },
    Brag: {
        Brag.RED: ("R",),
        Brag.AMBER: ("A",),
        Brag.GREEN: ("G",),
        Brag.BLUE: ("B",),
        Brag.NOT_DONE: _NONE_DONE,
    },
    Feature: {
        Feature.STRANGULATION: ("strangulation", "suffocation", "non-fatal strangulation", "NFS"),
        Feature.DURING_CONTACT: ("child contact", "contact"),
        Feature.WEAPON: ("weapons", "weapon used"),
        Feature.THREATS_TO_KILL: ("threat to kill", "TTK"),
        Feature.CHILD_HURT: ("child injured",),
        Feature.INJURY: ("injured", "injuries"),
        Feature.CONTROLLING_OR_COERCIVE: ("coercive control", "controlling behaviour", "coercive behaviour", "CCB"),
        Feature.STALKING: ("stalking", "harassment"),
        Feature.BREACH_OF_ORDER: ("breach", "breach of non-molestation order"),
        Feature.PREGNANCY: ("pregnant",),
        Feature.DAMAGE: ("damage", "criminal damage"),
        Feature.SEPARATION: ("separated",),
    },
    Role: {
        Role.VICTIM: ("aggrieved", "IP", "injured party", "survivor"),
        Role.CAUSING_HARM: (
            "causing harm",
            "suspect",
            "perpetrator",
            "alleged perpetrator",
            "offender",
            "accused",
            "defendant",
            "named suspect",
        ),
        Role.COUNTER_ALLEGATIONS: (
            "counter allegation",
            "cross allegations",
            "victim and suspect",
            "victim/suspect",
            "suspect/victim",
        ),
        Role.WITNESS: ("wit",),
        Role.OF_CONCERN: ("of concern", "subject of concern"),
        Role.CHILD: ("child present", "unborn", "unborn child", "juvenile"),
        Role.NOT_KNOWN: UNKNOWN,
    },
    AllegationStatus: {
        AllegationStatus.FOUND: ("found", "convicted"),
        AllegationStatus.WITHDRAWN: ("retracted",),
        AllegationStatus.NOT_KNOWN: UNKNOWN,
    },
    Sex: {
        Sex.FEMALE: ("F", "woman", "girl"),
        Sex.MALE: ("M", "man", "boy"),
        Sex.OTHER: ("other", "indeterminate", "X", "I"),
        Sex.NOT_KNOWN: (*UNKNOWN, "U"),
    },
    Precision: {
        Precision.MONTH: ("month",),
        Precision.YEAR: ("year",),
        Precision.ESTIMATED: ("approximate", "approx", "circa"),
        Precision.NOT_KNOWN: UNKNOWN,
    },
    Presence: {
        Presence.PRESENT: ("yes", "Y", "at scene"),
        Presence.SAW: ("saw", "witnessed", "seen"),
        Presence.HEARD: ("heard", "overheard"),
        Presence.IN_ARMS: ("in arms",),
        Presence.ELSEWHERE: ("not present", "absent", "no", "N"),
        Presence.NOT_KNOWN: UNKNOWN,
    },
    YesNo: {
        YesNo.YES: ("Y", "true", "1"),
        YesNo.NO: ("N", "false", "0"),
        YesNo.NOT_KNOWN: UNKNOWN,
    },
}
# A file of incidents tells no births, and nobody in it is named only as a parent.
LEFT_OUT: frozenset[Term] = frozenset({Kind.BIRTH, Role.PARENT})


def folded(text: str) -> str:
    """Return what spellings are compared by: small letters and digits, nothing between them; a lone sign is kept."""
    return _NOT_IN_WORDS.sub("", text.casefold()) or text.strip()


def allowed(words: type[Term]) -> list[str]:
    """Return the words of this list that a file may use, as they are written in a reason."""
    return [term.value for term in words if term not in LEFT_OUT]


def find(words: type[Term], text: str) -> Term | None:
    """Return the word of this list that the text stands for, by its value, its label or a known spelling; else None."""
    return _table(words).get(folded(text))


@cache
def _table(words: type[Term]) -> dict[str, Term]:
    found: dict[str, Term] = {}
    for term in words:
        if term not in LEFT_OUT:
            for spelling in (term.value, term.label, *SPELLINGS.get(words, {}).get(term, ())):
                found[folded(spelling)] = term
    return found
