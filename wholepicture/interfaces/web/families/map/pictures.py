"""The family map as a template shows it: the shapes, a sentence for whoever does not see them, and the same as a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from wholepicture.interfaces.web.families.map import drawing, layout
from wholepicture.interfaces.web.families.map.drawn import LINKED, Column, Drawn, Node, Style
from wholepicture.interfaces.web.families.map.known import Known
from wholepicture.lib import wording
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.findings.queries import NotOpened
from wholepicture.registers.audit.terms import Seen

KIN = (Style.PARENT, Style.CARER, Style.COUPLE, Style.APART, Style.KIN)
KEY = (
    (Style.PARENT, "Parents, and the children they share"),
    (Style.CARER, "Carer"),
    (Style.COUPLE, "Partners"),
    (Style.APART, "Separated, or partners before"),
    (Style.KIN, "Grandparents, brothers and sisters, relatives"),
    (Style.HARM, "Alleged to harm, with how many reports say so"),
    (Style.TURNED, "Accused in turn: never counted against whoever was harmed"),
    (Style.CONTACT, "Contact between a child and an adult who lives elsewhere"),
    (Style.OPEN, "Contact that nobody has asked about yet"),
    (Style.LINKED, "Tied to another family"),
)


@dataclass(frozen=True)
class MapPicture:
    """The map: its shape, what it shows in one sentence, its lines explained, and as a list everything it shows.

    `is_empty`: nobody is on it.
    """

    shape: layout.Shape
    description: str
    key: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    is_empty: bool


def family_map(
    pattern: Pattern,
    names: Mapping[UUID, str],
    *,
    seen: Seen,
    known: Known | None = None,
    ages: Mapping[UUID, str] | None = None,
) -> MapPicture:
    """Draw the map of the family that `seen` opens, or (`known`) as one agency had it on a day.

    `ages` say what stands under a child's name, no surer than it is known. Raises NotOpened for another family's proof.
    """
    if seen.subject != pattern.family:
        raise NotOpened("Open this from your work list: what you opened was something else.")
    drawn = drawing.drawn(pattern, names, ages or {}, known)
    return MapPicture(
        shape=layout.shape(drawn),
        description=_description(drawn),
        key=tuple((style.value, words) for style, words in KEY if any(tie.style is style for tie in drawn.ties)),
        rows=tuple(_rows(drawn)),
        is_empty=not drawn.nodes,
    )


def _description(drawn: Drawn) -> str:
    children = sum(node.column is Column.CHILDREN and not node.key.startswith(LINKED) for node in drawn.nodes)
    adults = sum(node.column is not Column.CHILDREN for node in drawn.nodes)
    homes = wording.counted(len(drawn.homes), "home") if drawn.homes else "no home known"
    arrows = sum(tie.style in (Style.HARM, Style.TURNED) for tie in drawn.ties)
    said = f"{wording.counted(children, 'child', 'children')}, {wording.counted(adults, 'adult')}, {homes}"
    return f"{said}, {wording.counted(arrows, 'arrow')} of alleged harm. The list below says the same in words."


def _rows(drawn: Drawn) -> Iterable[tuple[str, tuple[str, ...]]]:
    for home in drawn.homes:
        those = [node for node in drawn.nodes if node.home == home.number]
        yield f"Home {home.number}: {home.caption}", tuple(_person(node) for node in those)
    rest = [node for node in drawn.nodes if node.home is None and not node.key.startswith(LINKED)]
    if rest:
        yield "Home not known", tuple(_person(node) for node in rest)
    for title, styles in (
        ("Who is related to whom", KIN),
        ("Who is alleged to harm whom", (Style.HARM,)),
        ("Accused in turn", (Style.TURNED,)),
        ("Contact with an adult who lives elsewhere", (Style.CONTACT, Style.OPEN)),
        ("Other families", (Style.LINKED,)),
    ):
        said = tuple(tie.said for tie in drawn.ties if tie.style in styles)
        if said:
            yield title, said


def _person(node: Node) -> str:
    return f"{node.name}: {'; '.join(node.notes)}" if node.notes else node.name
