"""The picture of the form: whom a team is asked about, by when, and what it said; nothing that others said.

Of an ask that a specialist had to release it shows whom it is about, and nothing else: no family, no child (promise 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.families import naming
from wholepicture.interfaces.web.families import people as shown
from wholepicture.interfaces.web.families.asked import where
from wholepicture.interfaces.web.notices.pages import names
from wholepicture.interfaces.web.notices.pages.item import KEEP_IT_SAFE
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import ContributionPicture
from wholepicture.pathway.triage.queries import FormPicture
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import queries as people

PAGE = "contributions:form"
FACTS = "First facts: every agency that may open the family reads them at once."
LATE = "It came after the decision. Whoever chairs triage reads it, and is asked whether the decision stands."
CONCLUSIONS = "Then what you make of them: others read it once they have given their own."
MINIMISED_FACTS = "Those who asked read this at once."
MINIMISED_HANDLING = (
    "Do not tell anybody that you were asked, and do not record it where it can be read online. If you must speak about "
    "it, first call those who released this."
)
LABELS = (
    ("what", "What we know"),
    ("childs_day", "The child's day"),
    ("worries", "What worries us"),
    ("what_works", "What works well"),
    ("proposal", "What we propose"),
    ("because", "Why we have not checked"),
)


@dataclass(frozen=True)
class Given:
    """One contribution of the team: the answer, who gave it, when, and its boxes that hold something, [(label, words)]."""

    answer: str
    by: str
    at: datetime
    rows: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True)
class FormPage:
    """The form of one team about one family. `due` is when the first answer is due, None when nothing waits."""

    family: UUID
    team_id: UUID
    team: str
    about: tuple[str, ...]
    due: datetime | None
    is_minimised: bool
    facts_words: str
    conclusions_words: str
    given: tuple[Given, ...]
    handling: str

    @property
    def is_done(self) -> bool:
        """Whether something was said and nothing waits: what was said comes first, then adding to it."""
        return bool(self.given) and self.due is None


def form(family: UUID, team: UUID, *, by: Actor, now: datetime) -> FormPage:
    """Open the form of one team about one family, with a trace, and compose it.

    Raises triage's permissions.NotYourContribution and NotAllowed.
    """
    seen = actions.open_asks(family=family, team=team, by=by, now=now)
    picture = queries.contribution_form(family, team, seen=seen)
    return FormPage(
        family=picture.family,
        team_id=team,
        team=where(picture.agency, picture.team),
        about=_about(picture, seen),
        due=min((one.waits for one in picture.asked if one.waits), default=None),
        is_minimised=picture.is_minimised,
        facts_words=MINIMISED_FACTS if picture.is_minimised else FACTS,
        conclusions_words="" if picture.is_minimised else CONCLUSIONS,
        given=tuple(_given(one, picture) for one in reversed(picture.given)),
        handling=MINIMISED_HANDLING if picture.is_minimised else KEEP_IT_SAFE,
    )


def _about(picture: FormPicture, seen: Seen) -> tuple[str, ...]:
    """Name and age of everybody who waits for an answer, or where nothing waits of everybody asked about.

    The whole family for a standing member, and for those who triage it and were not asked.
    """
    asked = [one for one in picture.asked if one.waits] or list(picture.asked)
    if not asked or any(one.is_of_everybody for one in asked):
        return _everybody(picture, seen)
    records = [one.about for one in asked]
    names.look(PAGE, records, by=seen.by, now=seen.at)
    known = names.in_line(records, seen=seen, on=london_day(seen.at))
    return tuple(dict.fromkeys(known[record] for record in records if record in known))


def _everybody(picture: FormPicture, seen: Seen) -> tuple[str, ...]:
    """The children of the family with their ages, and the adults."""
    members = families.members([picture.family]).get(picture.family, ())
    known = people.facts(member.person for member in members)
    audit.page_viewed(by=seen.by, now=seen.at, page=PAGE, people=known)
    called = naming.of_people(known)
    children = shown.children(members, known, called, london_day(seen.at))
    adults = shown.adults(members, called)
    return (*(f"{one.name}: {one.words}" for one in children), *(one.name for one in adults))


def _given(one: ContributionPicture, picture: FormPicture) -> Given:
    late = one.after_decision and not picture.is_minimised
    return Given(one.known.label, one.by, one.at, tuple(_rows(one)), LATE if late else "")


def _rows(one: ContributionPicture) -> Iterable[tuple[str, str]]:
    for field, label in LABELS:
        if words := getattr(one, field):
            yield label, words
