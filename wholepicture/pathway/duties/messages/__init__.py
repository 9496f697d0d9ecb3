"""What each recipient reads: one file per kind of document, each built for one recipient from the facts allowed to them."""

from datetime import date

from wholepicture.pathway.duties.facts import Adult, Child, Told
from wholepicture.pathway.duties.messages import birth, child, minimised, patient, victim_service
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.registers.agencies.terms import Function

OF_PERSON_CAUSING_HARM = {Function.PERPETRATOR_SERVICE, Function.ADULT_MENTAL_HEALTH, Function.SUBSTANCE_MISUSE}


def compose(
    told: Told, about: Child | Adult, function: Function, *, held: bool, adults: tuple[Adult, ...], on: date
) -> tuple[str, str]:
    """Title and text for one recipient, as written on a day; whatever is held is the minimised document."""
    if isinstance(about, Adult):
        return _about_adult(told, about, function, held=held, on=on)
    if function is Function.GP:
        return patient.compose(told, about, on)
    return child.compose(told, about, function, adults, on)


def _about_adult(told: Told, about: Adult, function: Function, *, held: bool, on: date) -> tuple[str, str]:
    if told.kind is Kind.BIRTH:
        return birth.compose(told, about)
    if held or function in OF_PERSON_CAUSING_HARM:
        return minimised.compose(about)
    if function is Function.DOMESTIC_ABUSE_SERVICE:
        return victim_service.compose(told, about)
    return patient.compose(told, about, on)
