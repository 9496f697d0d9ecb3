"""The words of what the pattern shows."""

from wholepicture.lib.terms import Term


class Scope(Term):
    """What a finding is about: a family as a whole, or one incident in it."""

    FAMILY = "FAMILY", "The family"
    INCIDENT = "INCIDENT", "One incident"


class AnswerKind(Term):
    """What a practitioner can say to a finding; none of them deletes it."""

    CONSIDERED = "CONSIDERED", "Considered, and this follows"
    ALREADY_KNOWN = "ALREADY_KNOWN", "Known, and acted on already"
    NOT_SO = "NOT_SO", "Not so: the facts are different"
