"""The banner of what was just done, with the way back; it says nothing about anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from wholepicture.pathway.linkage.terms import Verdict

REVIEW_UNDONE, LINK_UNDONE, SECOND_ALIKE, SECOND_OTHER = "review-undone", "link-undone", "second-alike", "second-other"
WORDS = {
    Verdict.SAME.value: "Decided: the same person. What follows is being worked out again.",
    Verdict.DIFFERENT.value: "Decided: two people. Nobody is asked about them again.",
    Verdict.CANNOT_TELL.value: "Noted: you cannot tell. It now waits for somebody else.",
    REVIEW_UNDONE: "Undone. Everything is as it was before, and the pair waits again.",
    LINK_UNDONE: "Undone. The record stands as it did before, and what follows is being worked out again.",
    SECOND_ALIKE: "Your second opinion is kept. The first reviewer said the same.",
    SECOND_OTHER: "Your second opinion is kept. The first reviewer said something else: read it below and talk to them.",
}


@dataclass(frozen=True)
class Done:
    """What was done, in words, and a link beside it ("Undo"), empty when there is nothing more to do."""

    words: str
    href: str = ""
    link: str = ""


def of(told: Mapping[str, str]) -> Done | None:
    """Read the banner from what an address carries; anything that we did not write there is left out."""
    what = told.get("done", "")
    words = WORDS.get(what)
    if words is None:
        return None
    if what in (SECOND_ALIKE, SECOND_OTHER):
        return Done(words, reverse("links:seconds"), "Go on with second opinions")
    pair, review = _id(told.get("pair")), _id(told.get("review"))
    if pair and review:
        return Done(words, reverse("links:undo_review", args=[pair, review]), "Undo")
    if pair:
        return Done(words, reverse("links:pair", args=[pair]), "Look at the pair again")
    return Done(words)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
