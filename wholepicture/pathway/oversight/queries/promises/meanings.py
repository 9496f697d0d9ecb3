"""What each promise means, in one sentence for whoever answers for it; and what of it was checked, one sentence for each check."""

from collections.abc import Callable, Iterator
from datetime import datetime

from wholepicture.pathway.oversight.queries.promises.breach import Breach

MEANINGS: dict[int, str] = {
    1: "Every incident of domestic abuse, and every concern, puts the family of each child concerned on the triage"
    " list, and only a recorded decision takes it off.",
    2: "Nothing is shown or decided as a single event: every incident stands as the Nth in its family, with the "
    "days between.",
    3: "Whoever is told is a function that a named team holds, with an inbox and cover: never a whole sector such "
    "as “health”.",
    4: "Every notice has a clock, which goes on from the named person to cover, manager, agency lead and "
    "partnership until somebody has answered.",
    5: "Of everything that is known the record says who held it, who was told, when they answered, and who was not"
    " told and why.",
    6: "Closing a family’s case needs evidence, a plan and a second person, never only whoever did the work.",
    7: "Suspending triage, or leaving it, needs the signature of every statutory partner; meanwhile families are "
    "decided about without a meeting.",
    8: "A safety plan begins with what the person causing harm must do; the parent who is harmed does not carry it"
    " alone.",
    9: "There are facts, counts and named rules with their sources; nobody’s risk is predicted.",
    10: "Each agency says what it knows and thinks before it is shown what the others concluded.",
    11: "Nobody sees more than they need, services of a person causing harm never open a family, and every look is "
    "written down.",
    12: "What was given to us is stored before it is understood, what cannot be read waits where it can be seen, "
    "and a fall in the flow raises an alarm.",
    13: "Every document is written for one recipient; whatever would locate or endanger somebody is kept apart from"
    " it.",
    14: "A team gets one item for each family and day, and its items and minutes stand beside the budget that was "
    "agreed.",
    15: "Agencies do not hand over lists of patients, pupils or clients: they are asked about named people.",
}


def checked_in_words(checks: tuple[Callable[[datetime], Iterator[Breach]], ...]) -> tuple[str, ...]:
    """What each of these checks looks for, in the sentence with which it begins."""
    return tuple(" ".join((check.__doc__ or "").split("\n\n")[0].split()) for check in checks)
