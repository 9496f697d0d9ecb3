"""What an agency reads that is asked what it knows (review 2.4-2.6): about whom, and how an answer may look.

What goes to a service of the person causing harm is another document: it says whom it is about, and nothing of any
family, child, report or anybody else, also once it is released (design promise 13).
"""

from wholepicture.lib import wording
from wholepicture.pathway.duties.messages.words import HANDLING
from wholepicture.pathway.incidents.facts import IncidentFacts
from wholepicture.pathway.incidents.terms import Category, Kind
from wholepicture.pathway.triage.facts import ToAsk
from wholepicture.pathway.triage.rules import ON_EVERY_FAMILY, AboutPerson, Circle

ANSWER = (
    "Please answer by the time given here. That you checked and nothing is known is an answer, and so is that you have "
    "not checked, with the reason."
)
HELD = (
    "You are asked what you know about {who}.\n\n{answer}\n\nDo not tell anybody that you were asked, and do not record "
    "it where it can be read online. If you must speak about it, first call those who released this."
)


def compose(one: ToAsk, circle: Circle, report: IncidentFacts) -> tuple[str, str]:
    """Title and text; a standing member is asked about everybody. What is held says only whom it is about."""
    about = next(each for each in (*circle.children, *circle.adults) if each.person == one.person)
    if one.hold:
        return f"What do you know about {one.name}?", HELD.format(who=_who(about), answer=ANSWER)
    about_all = one.because == ON_EVERY_FAMILY
    title = "What do you know about this family?" if about_all else f"What do you know about {one.name}?"
    asked = _everybody(circle) if about_all else f"You are asked what you know about {_who(about)}."
    return title, "\n\n".join(
        [f"A family is on the daily triage list because of {_report(report)}.", asked, ANSWER, HANDLING]
    )


def _report(report: IncidentFacts) -> str:
    if report.kind is Kind.CONCERN:
        return "a concern that was recorded"
    return (
        "a report of domestic abuse" if report.category is Category.DOMESTIC_ABUSE else "an incident that was reported"
    )


def _everybody(circle: Circle) -> str:
    children = wording.joined(_who(each) for each in circle.children)
    adults = wording.joined(_who(each) for each in circle.adults)
    about = "the child" if len(circle.children) == 1 else "the children"
    also = f", and about {adults}" if adults else ""
    return f"You are asked what you know about {about} {children}{also}."


def _who(about: AboutPerson) -> str:
    """The name, and what tells two people of that name apart."""
    return f"{about.name} (born {wording.day(about.born)})" if about.born else about.name
