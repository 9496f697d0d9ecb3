"""The page of the police feed: its columns, the words they may hold, and how files may be written."""

from collections.abc import Iterator

from wholepicture.interfaces.cli.reference import markdown
from wholepicture.interfaces.feeds.police import feed, words
from wholepicture.interfaces.feeds.police.columns import BECAUSE, COLUMNS, GROUP, ON_LINE, SURPLUS, Column
from wholepicture.interfaces.feeds.police.telling import MOST_PEOPLE
from wholepicture.lib.terms import Term

ABOUT = f"""The columns of a file for `wholepicture feed police FILE`. How to feed one: [Feed a file](../how-to/feed-a-file.md).

One row for each person in an incident; the rows of one incident share its reference, and what they say of the
incident is the same in each of them or left out. They need not stand together. An incident has at most {MOST_PEOPLE}
rows; a file at most {feed.LARGEST_BYTES // 2**20} MB.

- **Written as** UTF-8 with or without its mark, UTF-16, or Windows-1252; comma, semicolon, tab or bar between cells;
  any line ends.
- **Headings** are known without regard to case, spaces and signs, by the names and other headings below; `--map
  "Heading=name"` names others. Nothing is taken from other columns; the file is kept as it came.
- **Words** of closed lists are known without regard to case, spaces and hyphens, by value, label or the spellings
  below. Another word is a reason to reject the row: nothing is guessed.
- **Days and times** are day first, on London's clock: `16/12/2019 20:15`, `2019-12-16 20:15`, `16-Dec-2019 8:15pm`,
  or with an offset. A time of the hour that comes twice in autumn is the first of the two unless `GMT` stands after
  it; one that is skipped in spring is rejected.
- **Told before**: the same reference with the same content is accepted and makes nothing; with other content it is
  rejected.

Rejected rows are written to a file with the same columns, the text beyond the last column (`{SURPLUS}`), the reasons
(`{BECAUSE}`), the line (`{ON_LINE}`) and the place in quarantine (`{GROUP}`). Leave these four as they are when you
mend it. A cell that a spreadsheet could take for a formula has an apostrophe before it there, which falls away when
the file is fed."""


def page() -> str:
    """The page of the feed's columns."""
    incident = [column for column in COLUMNS.values() if column.is_of_incident]
    person = [column for column in COLUMNS.values() if not column.is_of_incident]
    return markdown.page(
        "Police feed",
        ABOUT,
        f"## Of the incident\n\n{_columns(incident)}",
        f"## Of the person\n\n{_columns(person)}",
        "## Words\n\n" + "\n\n".join(_lists()),
    )


def _columns(columns: list[Column]) -> str:
    rows = [(f"`{one.name}`", f"{one.about}.", _holds(one), ", ".join(one.headings)) for one in columns]
    return markdown.table(["Column", "What it holds", "Text or words", "Other headings"], rows)


def _holds(column: Column) -> str:
    if column.words is not None:
        return f"[{column.words.__name__}](#{column.words.__name__.lower()})"
    return f"at most {column.longest} characters"


def _lists() -> Iterator[str]:
    for listed in dict.fromkeys(column.words for column in COLUMNS.values() if column.words is not None):
        rows = [
            (f"`{term.value}`", term.label, _spellings(listed, term)) for term in listed if term not in words.LEFT_OUT
        ]
        yield f"### {listed.__name__}\n\n{markdown.table(['Value', 'In words', 'Also'], rows)}"


def _spellings(listed: type[Term], term: Term) -> str:
    return ", ".join(words.SPELLINGS.get(listed, {}).get(term, ()))
