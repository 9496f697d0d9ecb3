"""Contact between a child and an adult who lives elsewhere, by day and overnight; what nobody asked is drawn as plainly."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

from wholepicture.interfaces.web.families import contact
from wholepicture.interfaces.web.families.map.drawn import Style, Tie, key_of
from wholepicture.interfaces.web.families.naming import name
from wholepicture.lib import wording
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Pattern

SHORT = {
    Contact.NONE: "none",
    Contact.UNSUPPORTED: "unsupported",
    Contact.SUPPORTED: "supported",
    Contact.CONDITIONAL: "on a condition",
    Contact.AS_TOLD: "as told",
    Contact.NOT_ASKED: "not asked",
    Contact.NOT_KNOWN: "not known",
}
NOBODY = "Nobody asked"


def pairs(pattern: Pattern, *, is_whole: bool = True) -> dict[tuple[UUID, UUID], tuple[str, ...]]:
    """Each child with each adult elsewhere of whom contact was told, or has to be asked: the label in lines.

    What has to be asked is only known where the pattern is the whole of it, not what one agency had.
    """
    told = {(each.child, each.adult) for each in pattern.arrangements if each.child in pattern.children}
    found: dict[tuple[UUID, UUID], tuple[str, ...]] = {}
    for child, adult in sorted(told):
        latest = facts_of.latest_arrangement(pattern, child, adult)
        if latest and not _share_a_home(pattern, child, adult):
            found[child, adult] = (f"Day: {SHORT[latest.day]}", f"Night: {SHORT[latest.overnight]}")
    asked = contact.untold(pattern, told) if is_whole else ()
    return found | dict.fromkeys(asked, (f"Day: {NOBODY.lower()}", f"Night: {NOBODY.lower()}"))


def ties(pattern: Pattern, names: Mapping[UUID, str], *, is_whole: bool) -> Iterator[Tie]:
    """One line from an adult to all the children with whom contact is the same."""
    together: dict[tuple[UUID, tuple[str, ...]], list[UUID]] = defaultdict(list)
    for (child, adult), lines in pairs(pattern, is_whole=is_whole).items():
        if child in pattern.people and adult in pattern.people:
            together[adult, lines].append(child)
    for (adult, lines), children in sorted(together.items(), key=lambda each: (name(each[0][0], names), each[0])):
        those = sorted(children, key=lambda each: (name(each, names), each))
        said = f"{name(adult, names)} with {wording.joined(name(each, names) for each in those)}. {'. '.join(lines)}"
        style = Style.OPEN if is_open(lines) else Style.CONTACT
        yield Tie(style, (key_of(adult),), tuple(key_of(each) for each in those), lines, said)


def is_open(lines: tuple[str, ...]) -> bool:
    """Whether day or night is still to be asked about."""
    return any(line.endswith((SHORT[Contact.NOT_ASKED], SHORT[Contact.NOT_KNOWN], NOBODY.lower())) for line in lines)


def _share_a_home(pattern: Pattern, child: UUID, adult: UUID) -> bool:
    return bool(pattern.homes.get(child, frozenset()) & pattern.homes.get(adult, frozenset()))
