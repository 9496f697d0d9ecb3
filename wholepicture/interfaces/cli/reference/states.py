"""The states of a notice, and of a decision of triage."""

from collections.abc import Iterable

from wholepicture.interfaces.cli.reference import markdown
from wholepicture.pathway.notifications.states import TABLE, Change
from wholepicture.pathway.notifications.terms import LADDER, State, StepKind
from wholepicture.pathway.triage import states as triage


def page() -> str:
    """The page of states, each with its diagram."""
    about = (
        "Of a notice: delivery is the carrier's word, an answer is a person's. Every change leaves a numbered step; so does every rung "
        "of the ladder that an unanswered notice climbs."
    )
    return markdown.page(
        "States",
        about,
        _diagram(TABLE),
        markdown.table(["State", "In words"], [(f"`{state}`", state.label) for state in State]),
        markdown.table(["From", "To", "Step"], [(c.start or "(new)", c.end, c.step) for c in TABLE]),
        "## The ladder\n\n" + markdown.table(["Rung", "In words"], [(f"`{rung}`", rung.label) for rung in LADDER]),
        "## Everything that can happen to a notice\n\n"
        + markdown.table(["Step", "In words"], [(f"`{step}`", step.label) for step in StepKind]),
        f"## A decision of triage\n\n{_diagram(triage.TABLE)}",
        markdown.table(["State", "In words"], [(f"`{state}`", state.label) for state in triage.DecisionState]),
        markdown.table(
            ["From", "To", "Who may", "Who is told"],
            [(change.start or "(new)", change.end, change.who.label, change.told) for change in triage.TABLE],
        ),
    )


def _diagram(table: Iterable[Change | triage.Change]) -> str:
    arrows = dict.fromkeys(f"    {change.start or '[*]'} --> {change.end}" for change in table)
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"])
