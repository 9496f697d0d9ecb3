"""The states of a notice."""

from wholepicture.interfaces.cli.reference import markdown
from wholepicture.pathway.notifications.states import TABLE
from wholepicture.pathway.notifications.terms import LADDER, State, StepKind


def page() -> str:
    """The page of states, with its diagram."""
    about = (
        "Delivery is the carrier's word, an answer is a person's. Every change leaves a numbered step; so does every rung "
        "of the ladder that an unanswered notice climbs."
    )
    return markdown.page(
        "States of a notice",
        about,
        _diagram(),
        markdown.table(["State", "In words"], [(f"`{state}`", state.label) for state in State]),
        markdown.table(["From", "To", "Step"], [(c.start or "(new)", c.end, c.step) for c in TABLE]),
        "## The ladder\n\n" + markdown.table(["Rung", "In words"], [(f"`{rung}`", rung.label) for rung in LADDER]),
        "## Everything that can happen to a notice\n\n"
        + markdown.table(["Step", "In words"], [(f"`{step}`", step.label) for step in StepKind]),
    )


def _diagram() -> str:
    arrows = [f"    {change.start or '[*]'} --> {change.end}" for change in TABLE]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"])
