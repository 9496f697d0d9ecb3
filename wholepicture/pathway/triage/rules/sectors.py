"""Find "refer to health" in what people write, however they write it: nobody in a whole sector is told (review 2.6).

A named service is never refused: the health visitor, the mental health service. Nor is what is said of somebody's
health. Pure functions.
"""

import re

from rapidfuzz.distance import OSA

from wholepicture.registers.agencies import naming

# What "health" may be spelled as and is not by one slip of the keyboard; and the words that are one slip away by chance.
SPELLED = frozenset({"health", "healthcare", "hlth", "nhs"})
OTHER_WORDS = frozenset({"heath", "heaths", "healthy", "wealth", "hearth"})
# Parts of words: whoever is told directly, and whatever is passed on to somebody.
TELLS = (
    "inform", "notif", "tell", "told", "alert", "updat", "contact", "ask", "advis", "involv", "engag", "consult", "let",
    "cc", "copy", "email", "mail", "ring", "phone", "call", "chas", "leav", "left", "task",
)  # fmt: skip
PASSES = (
    "refer", "reffer", "refr", "signpost", "pass", "shar", "send", "sent", "forward", "hand", "escalat", "liais", "speak",
    "spoke", "talk", "discuss", "transfer", "link", "flag", "report", "direct", "redirect", "rout", "allocat", "assign",
    "delegat", "action", "give", "given", "push", "follow", "seen", "monitor", "pick", "manag", "support", "review",
    "check", "handl", "dealt", "deal", "recommend", "request", "over", "down", "back", "step", "onward",
)  # fmt: skip
TOWARDS = frozenset({"to", "too", "2", "with", "onto", "into", "unto", "via", "through", "towards", "toward", "by"})
# What stands between a verb and a name and names nothing.
BLANK = naming.EMPTY_WORDS - {"and"} | {
    "our", "your", "their", "any", "relevant", "appropriate", "usual", "universal", "community", "wider", "both", "onward",
    "on", "over", "back", "out", "up", "via", "please", "now", "also", "urgently", "directly",
}  # fmt: skip
EMPTY_AFTER = naming.EMPTY_WORDS - {"a", "and", "all", "in", "of", "other", "the"} | {
    "staff", "provider", "providers", "practitioner", "practitioners", "people", "folk", "folks", "body", "bodies",
    "authority", "authorities", "side", "rep", "reps", "representative", "representatives", "clinician", "clinicians",
    "economy", "board", "desk", "s",
}  # fmt: skip
GOES_ON = frozenset(
    {
        "for", "to", "of", "about", "re", "regarding", "as", "with", "by", "on", "in", "at", "via", "from", "who", "which",
        "because", "so", "if", "and", "or", "but", "please", "today", "tomorrow", "now", "asap", "again", "immediately",
        "urgently", "this", "that", "these", "the", "a", "when", "also", "only", "are", "know", "deal", "pick",
        "follow", "handle", "take", "lead", "sort", "see", "will", "should", "must", "can", "instead", "directly", "then",
        "given", "due", "following", "tonight", "monday", "not", "were", "have", "informed", "notified", "told", "aware",
        "updated", "nfa", "etc",
    }
)  # fmt: skip
BEGINS = frozenset({"to", "informed", "notified", "told", "aware", "updated", "will", "should", "must", "are"})
# "Health and wellbeing hub" is a name; "health and education" is two sectors.
NAMED_TOGETHER = frozenset({"wellbeing", "safety", "fitness", "housing"})
# "A risk to health" refers nobody to anybody.
AGAINST = re.compile(
    r"(risk|harm|danger|damag|injur|detriment|threat|impact|access|due|return|attend|relat|adverse)\w*"
)
_SPACED = re.compile(r"(?<![a-z])h[^a-z]*e[^a-z]*a[^a-z]*l[^a-z]*t[^a-z]*h(?![a-z])")
_SINGLE = re.compile(r"(?<![a-z0-9])[a-z0-9](?:[^a-z0-9]+[a-z0-9](?![a-z0-9])){2,}")
_CLAUSES = re.compile(r"[.;:!?\n(){}\[\]\"|]+")
_WORDS = re.compile(r"[a-z0-9]+")
_FAR = 8
_LONGEST_RUN = 80
_VERBS = "|".join(sorted((*TELLS, *PASSES), key=len, reverse=True))
_RUN_ON = re.compile(
    rf"(?:(?:{_VERBS})(?:ed|ing|s|al|als|red|ring|e|es|ied|y|ify|ified)?)+"
    r"(?:on|over|back|back)?(?:to|2|with|via)?(?:the|our|all|local|nhs)?(?:health|healthcare)"
    r"(?:services?|teams?|colleagues?|professionals?|partners?|agency|agencies|providers?|workers?|care|staff)*"
)


def refers_to_a_sector(text: str) -> bool:
    """Say whether this text passes anything to "health", or is nothing but its name."""
    return any(_is_only_the_sector(reading) or _refers(reading) for reading in naming.readings(text))


def _is_only_the_sector(reading: str) -> bool:
    """The name alone, or with nothing beside it but verbs, prepositions and words that name nobody."""
    words = _words(reading)
    rest = [word for word in words if not _is_health(word)]
    blank = BLANK | TOWARDS | EMPTY_AFTER | {"and", "or", "for"}
    beside = (word in blank or _is_verb(word) for word in rest)
    if len(rest) < len(words) and all(beside):
        return True
    run = "".join(words)
    return len(run) <= _LONGEST_RUN and _RUN_ON.fullmatch(run) is not None


def _refers(reading: str) -> bool:
    for clause in _CLAUSES.split(_joined(reading)):
        words = _WORDS.findall(clause)
        if any(_RUN_ON.fullmatch(word) for word in words if len(word) <= _LONGEST_RUN):
            return True
        if any(_is_health(word) and _is_told(words, place) for place, word in enumerate(words)):
            return True
    return False


def _is_told(words: list[str], place: int) -> bool:
    """Whether the "health" at this place of a clause is whom something goes to."""
    after = words[place + 1 :]
    while after and after[0] in EMPTY_AFTER:
        after = after[1:]
    is_beside_a_name = len(after) > 1 and after[0] in ("and", "n") and after[1] in NAMED_TOGETHER
    if is_beside_a_name or (after and after[0] not in GOES_ON and not after[0][0].isdigit()):
        return False
    return _is_led_to(words[:place]) or (_is_blank(words[:place]) and bool(after) and after[0] in BEGINS)


def _is_led_to(before: list[str]) -> bool:
    """Whether what stands before it hands something over: "inform all", "pass this on to the", "share it with our"."""
    rest = list(before)
    while rest and rest[-1] in BLANK and not _is_verb_of(rest[-1], TELLS):
        rest.pop()
    if not rest:
        return False
    if rest[-1] in TOWARDS:
        rest.pop()
        return _is_handed_over(rest)
    if rest[-1] in ("and", "or", "both"):
        return _is_list_led_to(rest)
    return _is_verb_of(rest[-1], TELLS) or rest[-1] in ("refer", "referral", "signpost")


def _is_list_led_to(rest: list[str]) -> bool:
    """ "Refer to education and health": the sector is the last of several that something goes to."""
    near = rest[-_FAR:]
    towards = [place for place, word in enumerate(near) if word in TOWARDS]
    return bool(towards) and len(near) - towards[-1] <= 4 and _is_handed_over(near[: towards[-1]])


def _is_handed_over(rest: list[str]) -> bool:
    near = rest[-_FAR:]
    if near and AGAINST.fullmatch(near[-1]):
        return False
    return any(_is_verb(word) for word in near)


def _is_blank(words: list[str]) -> bool:
    return all(word in BLANK for word in words)


def _is_health(word: str) -> bool:
    if word in SPELLED:
        return True
    return word not in OTHER_WORDS and len(word) >= 5 and word[0] in "hej" and OSA.distance(word, "health") == 1


def _is_verb(word: str) -> bool:
    return _is_verb_of(word, TELLS) or _is_verb_of(word, PASSES)


def _is_verb_of(word: str, stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stem) and len(word) <= len(stem) + 5 for stem in stems)


def _words(reading: str) -> list[str]:
    return _WORDS.findall(_joined(reading))


def _joined(reading: str) -> str:
    """Join the letters of "h e a l t h", and of any other run of single letters."""
    joined = re.sub(r"[/&]", " and ", _SPACED.sub("health", reading))
    return _SINGLE.sub(lambda run: _split(re.sub(r"[^a-z0-9]+", "", run.group())), joined)


def _split(run: str) -> str:
    """Part the preposition from the verb in a run of letters: "referto" is two words."""
    for towards in ("to", "2", "with"):
        if run.endswith(towards) and _is_verb(run.removesuffix(towards)):
            return f"{run.removesuffix(towards)} {towards}"
    return run
