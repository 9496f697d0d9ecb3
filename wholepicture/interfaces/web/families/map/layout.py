"""Give a map its shape: homes one below the other, children, adults and elders side by side, every tie in a lane of its own.

No two boxes can overlap (a grid), no label another box or label (each stands at a port of its own, beside its box), and
no line crosses a box (lines run in the channels between the columns and in the gaps between the rows).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wholepicture.interfaces.web.families.map import lettering
from wholepicture.interfaces.web.families.map.drawn import LINKED, Column, Drawn, Node, Style, Tie

BOX, PAD, MARGIN = 176.0, 10.0, 8.0
NAME, NAME_LINE, NOTE, NOTE_LINE = 16.0, 20.0, 14.0, 18.0
LABEL, LABEL_LINE, LABEL_PAD = 13.5, 17.0, 5.0
RIM, TOP, GAP, SKIP, BETWEEN, LANE, PORT = 14.0, 26.0, 16.0, 9.0, 22.0, 12.0, 13.0
LEFT, RIGHT = -1, 1
CHANNELS = range(4)


@dataclass(frozen=True)
class Text:
    """One line of text: where it begins (or its middle), and at which height its letters stand."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Box:
    """One person: the rectangle, the name in lines, and the notes in lines."""

    x: float
    y: float
    width: float
    height: float
    name: tuple[Text, ...]
    notes: tuple[Text, ...]
    is_child: bool
    is_linked: bool


@dataclass(frozen=True)
class Room:
    """A home: the shape around whoever lives there, its number and how many they are."""

    x: float
    y: float
    width: float
    height: float
    caption: tuple[Text, ...]
    is_home: bool


@dataclass(frozen=True)
class Label:
    """What is said of a tie, on a ground of its own so that no line runs through it."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[Text, ...]


@dataclass(frozen=True)
class Line:
    """One tie: its path, the heads where it has any, the points where it parts, and its label."""

    style: str
    path: str
    heads: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    label: Label | None


@dataclass(frozen=True)
class Shape:
    """The whole picture, in its own units."""

    width: float
    height: float
    rooms: tuple[Room, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass
class _End:
    """Where one tie meets one box: on which side, in which channel; by way of which gap where it has to skip a column."""

    node: Node
    side: int
    channel: int
    tie: int
    lines: tuple[str, ...] = ()
    skips: bool = False
    y: float = 0.0
    gap: float = 0.0

    @property
    def height(self) -> float:
        return len(self.lines) * LABEL_LINE + 2 * LABEL_PAD if self.lines else PORT

    @property
    def label_width(self) -> float:
        return max((lettering.width(each, LABEL, bold=True) for each in self.lines), default=-LABEL) + 2 * LABEL_PAD


@dataclass
class _Row:
    """One row of a band: at most one box of each column."""

    cells: dict[Column, Node] = field(default_factory=dict)
    y: float = 0.0
    height: float = 0.0
    skips: int = 0


@dataclass
class _Band:
    """One home, or those whose home is not known (number None)."""

    number: int | None
    rows: list[_Row]
    caption: tuple[str, ...] = ()
    y: float = 0.0
    height: float = 0.0


def shape(drawn: Drawn) -> Shape:
    """Give what is drawn its shape; the same for the same people and ties, whatever order they came in."""
    return _Layout(drawn).shape()


class _Layout:
    def __init__(self, drawn: Drawn) -> None:
        self.ties = drawn.ties
        self.nodes = {node.key: node for node in drawn.nodes}
        self.bands = _bands(drawn)
        self.row_of = {node.key: row for band in self.bands for row in band.rows for node in row.cells.values()}
        self.main = [self._channel(tie) for tie in self.ties]
        self.ends = [end for number, tie in enumerate(self.ties) for end in self._ends(number, tie)]
        self._place_down()
        self.lanes = self._lanes()
        self._place_across()

    # Which way each tie goes.

    def _channel(self, tie: Tie) -> int:
        """The channel in which a tie's own lane runs: between its columns, or beside the one it has."""
        columns = {self.nodes[key].column.value for key in (*tie.sources, *tie.targets)}
        if len(columns) == 1:
            (only,) = columns
            return only if only == Column.CHILDREN.value else only + 1
        return max(columns)

    def _ends(self, number: int, tie: Tie) -> Iterable[_End]:
        main = self.main[number]
        for place, key in enumerate(dict.fromkeys((*tie.sources, *tie.targets))):
            node = self.nodes[key]
            column = node.column.value
            side = LEFT if column == main else RIGHT
            skips = column + 1 < main
            lines = tie.lines if place == 0 else ()
            yield _End(node, side, column if side == LEFT else column + 1, number, lines, skips)

    # From the top down.

    def _place_down(self) -> None:
        order = {key: place for place, key in enumerate(self.row_of)}
        rows = {id(row): place for place, row in enumerate(row for band in self.bands for row in band.rows)}
        reach: dict[int, list[int]] = defaultdict(list)
        for end in self.ends:
            reach[end.tie].append(rows[id(self.row_of[end.node.key])])
        self.sides: dict[tuple[str, int], list[_End]] = defaultdict(list)
        for end in self.ends:
            self.sides[end.node.key, end.side].append(end)
        for those in self.sides.values():
            those.sort(key=lambda end: (sum(reach[end.tie]) / len(reach[end.tie]), end.tie))
        for end in sorted((each for each in self.ends if each.skips), key=lambda each: order[each.node.key]):
            row = self.row_of[end.node.key]
            row.skips += 1
            end.gap = row.skips
        y = MARGIN
        for band in self.bands:
            y = self._place_band(band, y) + BETWEEN
        self.height = y - BETWEEN + MARGIN if self.bands else 2 * MARGIN

    def _place_band(self, band: _Band, y: float) -> float:
        band.y = y
        y += TOP * bool(band.caption) + max(0, len(band.caption) - 1) * NOTE_LINE + (PAD if band.caption else RIM)
        for row in band.rows:
            row.y, row.height = y, max(self._height(node) for node in row.cells.values())
            for end in (each for each in self.ends if each.skips and self.row_of[each.node.key] is row):
                end.gap = y + row.height + end.gap * SKIP
            for node in row.cells.values():
                self._place_ports(node, row.y)
            y += row.height + GAP + row.skips * SKIP
        band.height = y - GAP + RIM - band.y
        return band.y + band.height

    def _height(self, node: Node) -> float:
        words = len(_name(node)) * NAME_LINE + len(_notes(node)) * NOTE_LINE + 2 * PAD
        ports = max(sum(end.height for end in self.sides.get((node.key, side), ())) for side in (LEFT, RIGHT))
        return max(words, ports + PAD)

    def _place_ports(self, node: Node, top: float) -> None:
        height = self._height(node)
        for side in (LEFT, RIGHT):
            those = self.sides.get((node.key, side), [])
            y = top + (height - sum(end.height for end in those)) / 2
            for end in those:
                end.y = y + end.height / 2
                y += end.height

    # From left to right.

    def _lanes(self) -> dict[tuple[int, int, int], int]:
        """The lane of each tie in its channel, and of each end that skips a column in the channel it leaves by."""
        spans: dict[int, list[tuple[float, float, tuple[int, int, int]]]] = defaultdict(list)
        for number in range(len(self.ties)):
            ys = [end.gap if end.skips else end.y for end in self.ends if end.tie == number]
            spans[self.main[number]].append((min(ys), max(ys), (self.main[number], number, -1)))
        for place, end in enumerate(self.ends):
            if end.skips:
                top, bottom = sorted((end.y, end.gap))
                spans[end.channel].append((top, bottom, (end.channel, end.tie, place)))
        return {key: lane for those in spans.values() for key, lane in _packed(those).items()}

    def _place_across(self) -> None:
        used = {node.column.value for node in self.nodes.values()}
        self.column_x: dict[int, float] = {}
        self.lane_x: dict[int, float] = {}
        x = MARGIN
        for channel in CHANNELS:
            before = self._labels(channel, RIGHT)
            after = self._labels(channel, LEFT)
            lanes = 1 + max((lane for key, lane in self.lanes.items() if key[0] == channel), default=-1)
            left = RIM if channel - 1 in used else 0.0
            right = RIM if channel in used else 0.0
            self.lane_x[channel] = x + left + before + LANE
            room = before + after + (lanes + 1) * LANE if lanes else 0.0
            between = room or (GAP if channel - 1 in used and channel in used else 0.0)
            x += left + between + right
            if channel in used:
                self.column_x[channel] = x
                x += BOX
        self.width = x + MARGIN

    def _labels(self, channel: int, side: int) -> float:
        """Room for the labels at one side of a channel."""
        wide = [end.label_width for end in self.ends if end.channel == channel and end.side == side and end.lines]
        return max(wide, default=0.0)

    # The parts of the picture.

    def shape(self) -> Shape:
        return Shape(
            width=round(self.width, 1),
            height=round(self.height, 1),
            rooms=tuple(self._room(band) for band in self.bands),
            boxes=tuple(
                self._box(node, row) for band in self.bands for row in band.rows for node in row.cells.values()
            ),
            lines=tuple(self._line(number, tie) for number, tie in enumerate(self.ties)),
        )

    def _room(self, band: _Band) -> Room:
        columns = [column.value for row in band.rows for column in row.cells]
        left = self.column_x[min(columns)] - RIM
        right = self.column_x[max(columns)] + BOX + RIM
        x = self.column_x[min(columns)]
        caption = [Text(x, band.y + TOP - 6 + place * NOTE_LINE, words) for place, words in enumerate(band.caption)]
        return Room(left, band.y, right - left, band.height, tuple(caption), band.number is not None)

    def _box(self, node: Node, row: _Row) -> Box:
        x, height = self.column_x[node.column.value], self._height(node)
        name, notes = _name(node), _notes(node)
        y = row.y + (height - len(name) * NAME_LINE - len(notes) * NOTE_LINE) / 2
        names = [Text(x + PAD, y + NAME_LINE * (place + 0.75), words) for place, words in enumerate(name)]
        y += len(name) * NAME_LINE
        words = [Text(x + PAD, y + NOTE_LINE * (place + 0.75), each) for place, each in enumerate(notes)]
        return Box(
            x, row.y, BOX, height, tuple(names), tuple(words),
            is_child=node.column is Column.CHILDREN,
            is_linked=node.key.startswith(LINKED),
        )  # fmt: skip

    def _edge(self, end: _End) -> float:
        """Where an end touches its box."""
        return self.column_x[end.node.column.value] + (BOX if end.side == RIGHT else 0.0)

    def _x(self, key: tuple[int, int, int]) -> float:
        return self.lane_x[key[0]] + self.lanes[key] * LANE

    def _line(self, number: int, tie: Tie) -> Line:
        main = self._x((self.main[number], number, -1))
        parts, heads, meets = [], [], []
        label = None
        for place, end in enumerate(self.ends):
            if end.tie != number:
                continue
            edge = self._edge(end)
            if end.skips:
                own = self._x((end.channel, number, place))
                parts.append(f"M{edge:.1f} {end.y:.1f}H{own:.1f}V{end.gap:.1f}H{main:.1f}")
            else:
                parts.append(f"M{edge:.1f} {end.y:.1f}H{main:.1f}")
            meets.append(end.gap if end.skips else end.y)
            label = _label(end, edge) if end.lines else label
            if tie.is_directed and end.node.key in tie.targets:
                heads.append(_head(edge, end.y, end.side))
        if len(meets) > 1:
            parts.append(f"M{main:.1f} {min(meets):.1f}V{max(meets):.1f}")
        dots = tuple((main, y) for y in sorted(meets)[1:-1]) if tie.style is not Style.KIN else ()
        return Line(tie.style.value, "".join(parts), tuple(heads), dots, label)


def _bands(drawn: Drawn) -> list[_Band]:
    """The homes in order, then those whose home is not known; other families last of all."""
    captions = {home.number: home.caption for home in drawn.homes}
    there: dict[int | None, list[Node]] = defaultdict(list)
    for node in drawn.nodes:
        there[None if node.key.startswith(LINKED) else node.home].append(node)
    numbers = [number for number in sorted(captions) if there.get(number)]
    bands = [_Band(number, _rows(there[number]), (f"Home {number}", captions[number])) for number in numbers]
    homeless = [node for node in there.get(None, ()) if not node.key.startswith(LINKED)]
    linked = [node for node in there.get(None, ()) if node.key.startswith(LINKED)]
    bands += [_Band(None, _rows(homeless), ("Home not known",))] if homeless else []
    return bands + ([_Band(None, _rows(linked))] if linked else [])


def _rows(nodes: Sequence[Node]) -> list[_Row]:
    columns: Mapping[Column, list[Node]] = {column: [n for n in nodes if n.column is column] for column in Column}
    longest = max(len(those) for those in columns.values())
    return [
        _Row({column: those[place] for column, those in columns.items() if place < len(those)})
        for place in range(longest)
    ]


def _packed(spans: Iterable[tuple[float, float, tuple[int, int, int]]]) -> dict[tuple[int, int, int], int]:
    """Give each its own lane; two that lie apart may share one."""
    ends: list[float] = []
    found: dict[tuple[int, int, int], int] = {}
    for top, bottom, key in sorted(spans):
        lane = next((place for place, end in enumerate(ends) if end + LANE <= top), len(ends))
        if lane == len(ends):
            ends.append(0.0)
        ends[lane] = bottom
        found[key] = lane
    return found


def _name(node: Node) -> tuple[str, ...]:
    return lettering.wrapped(node.name, NAME, BOX - 2 * PAD, bold=True)


def _notes(node: Node) -> tuple[str, ...]:
    return tuple(line for note in node.notes for line in lettering.wrapped(note, NOTE, BOX - 2 * PAD))


def _label(end: _End, edge: float) -> Label:
    height = end.height - 2 * LABEL_PAD + 4
    x = edge + RIM if end.side == RIGHT else edge - RIM - end.label_width
    y = end.y - height / 2
    middle = x + end.label_width / 2
    lines = [Text(middle, y + LABEL_LINE * (place + 0.8) + 1, words) for place, words in enumerate(end.lines)]
    return Label(x, y, end.label_width, height, tuple(lines))


def _head(edge: float, y: float, side: int) -> str:
    """A head that touches the box, for a line that comes from that side."""
    back = edge + side * 11
    return f"M{edge:.1f} {y:.1f}L{back:.1f} {y - 6:.1f}V{y + 6:.1f}Z"
