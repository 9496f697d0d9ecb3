"""To those who work with the child: what happened, how the child was, what is asked (review 2.6, 2.7)."""

from datetime import date

from wholepicture.pathway.duties.facts import Adult, Child, Told
from wholepicture.pathway.duties.messages import words
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import Role

WITH_ACCOUNT = {Function.HEALTH_VISITOR, Function.SAFEGUARDING_MIDWIFE, Function.ALLOCATED_WORKER}
ASKED = {
    Function.HEALTH_VISITOR: "Please see the child, ask each parent, never both together, where the child sleeps and "
    "about overnight stays, and answer what you will do.",
    Function.SAFEGUARDING_MIDWIFE: "Please see the mother alone, plan her and the baby's care with this in mind, and "
    "answer what you will do.",
    Function.SCHOOL_SAFEGUARDING_LEAD: "Please make sure that a trusted adult looks out for the child when school "
    "starts, and answer what you will do. You need nobody's consent to act on this.",
    Function.SCHOOL_NURSE: "Please bear this in mind when you see the child.",
    Function.NURSERY: "Please look out for the child today. You need nobody's consent to act on this.",
    Function.ALLOCATED_WORKER: "Please review the child's plan in the light of this, and answer what you will do.",
    Function.EDUCATION_SAFEGUARDING: "No school is known for this child. Please find out where the child is taught, "
    "see that somebody there is told, and answer what you will do.",
}

ASKED_BEFORE_BIRTH = {
    Function.HEALTH_VISITOR: "Please see the mother alone before the birth, plan your first visit with this in mind, and "
    "answer what you will do.",
}
WHETHER_BORN = "Please find out whether the child has been born, and tell us here."
IF_BORN = {
    Function.HEALTH_VISITOR: "If so, see the child, ask each parent, never both together, where the child sleeps and "
    "about overnight stays; if not, see the mother alone. Answer what you will do.",
}


def compose(told: Told, child: Child, function: Function, adults: tuple[Adult, ...], on: date) -> tuple[str, str]:
    """Title and text; the reporter, addresses and places are never in them."""
    parts = [
        words.what(told),
        words.how_the_child_was(told, child, on),
        words.grades(told),
        _account(told, adults) if function in WITH_ACCOUNT else "",
        _asked(child, function, on),
        words.HANDLING,
    ]
    return child.name, "\n\n".join(part for part in parts if part)


def _asked(child: Child, function: Function, on: date) -> str:
    """What is asked; of a child who is due, or was due and may have been born, what can be done for such a child."""
    asked = ASKED.get(function, "Please answer what you will do.")
    if words.is_overdue(child, on):
        return f"{WHETHER_BORN} {IF_BORN.get(function, asked)}"
    return ASKED_BEFORE_BIRTH.get(function, asked) if words.is_expected(child) else asked


def _account(told: Told, adults: tuple[Adult, ...]) -> str:
    """Who is said to have done what, as alleged, and what was written: for those who see the family at home."""
    told_of = sorted(adults, key=lambda adult: adult.role is Role.CAUSING_HARM)
    people = "; ".join(f"{adult.name}: {adult.role.label.lower()}" for adult in told_of if adult.role)
    written = f"What was written: {told.summary}" if told.summary else ""
    return "\n\n".join(part for part in (f"As alleged: {people}." if people else "", written) if part)
