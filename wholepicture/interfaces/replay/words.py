"""The words of a case file and what they are called here; a word that is not in these lists is an error."""

from typing import TypeVar

from wholepicture.lib.terms import Term
from wholepicture.pathway.families.terms import Contact, Mode
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, Presence, ReporterKind
from wholepicture.registers.agencies.terms import BY_REGISTRATION, Function
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex

AnyTerm = TypeVar("AnyTerm", bound=Term)


def _lower(terms: type[AnyTerm]) -> dict[str, AnyTerm]:
    return {term.value.lower(): term for term in terms}


def _with_unknown(terms: type[AnyTerm], unknown: AnyTerm) -> dict[str, AnyTerm]:
    return {**_lower(terms), "unknown": unknown}


SEXES = {"female": Sex.FEMALE, "male": Sex.MALE, "unknown": Sex.NOT_KNOWN}
ROLES = {
    "victim": Role.VICTIM,
    "causing_harm": Role.CAUSING_HARM,
    "counter_allegations": Role.COUNTER_ALLEGATIONS,
    "witness": Role.WITNESS,
    "unknown": Role.NOT_KNOWN,
    "child": Role.CHILD,
}
CATEGORIES = _with_unknown(Category, Category.NOT_KNOWN)
REPORTERS = _with_unknown(ReporterKind, ReporterKind.NOT_KNOWN)
PRESENCES = _with_unknown(Presence, Presence.NOT_KNOWN)
# Where the source does not say, no grade is known, and an unknown grade counts as one not done.
DASHES: dict[str, Dash | None] = {**_lower(Dash), "unknown": None}
BRAGS: dict[str, Brag | None] = {**_lower(Brag), "unknown": None}
FEATURES = _lower(Feature)
RELATIONSHIPS = _lower(RelationshipKind)
FUNCTIONS = {function.value: function for function in Function}
# A directory's own word, beside the function's id.
REGISTRATIONS = {
    **{function.value: function for function in FUNCTIONS.values() if function in BY_REGISTRATION},
    "school": Function.SCHOOL_SAFEGUARDING_LEAD,
    "midwifery": Function.SAFEGUARDING_MIDWIFE,
}
MODES = _with_unknown(Mode, Mode.NOT_KNOWN)
# "As told" is what any other text is.
ARRANGED = {word: kind for word, kind in _with_unknown(Contact, Contact.NOT_KNOWN).items() if word != "as_told"}
TRUTH = {"true": True, "false": False}
