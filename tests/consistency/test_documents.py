"""House rules of the documents: every word is explained, every link leads somewhere, every page can be found from the index."""

import importlib
import inspect
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from wholepicture.lib.terms import Term

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "bench" / "README.md", *DOCS.rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
GLOSSARY = DOCS / "explanation" / "glossary.md"
# What somebody new to the field meets in their first hour.
KEY_WORDS = [
    "DASH",
    "BRAG",
    "MARAC",
    "MAPPA",
    "Referrer",
    "Contribution",
    "No further action",
    "Level of need",
    "First Response",
    "EDT",
    "LSU",
    "Health visitor",
    "Section 47",
    "Safety plan",
    "Step-down plan",
    "Listing",
    "Lane",
    "Inform, ask, act",
    "Held for release",
    "Conflict of interest",
    "Protected fact",
    "Personally connected",
    "Pattern",
    "Grant",
    "Look",
    "Seal",
]


def named(path: Path) -> str:
    """The path as it is said in an error."""
    return str(path.relative_to(ROOT))


def headings(page: Path) -> dict[str, str]:
    """Each heading of a page with the text below it."""
    parts = re.split(r"^#{1,4} (.+)$", page.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    made = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings(page)]
    return set(made)


@pytest.mark.parametrize("word", KEY_WORDS)
def test_a_newcomer_finds_the_word_explained_and_how_it_is_used_here(word: str) -> None:
    explained = headings(GLOSSARY)[word]
    assert "**Here**" in explained
    assert len(explained.split()) >= 12


def test_every_list_of_words_is_in_the_word_list_and_every_folder_of_them_in_the_glossary() -> None:
    words, glossary = headings(DOCS / "reference" / "glossary.md"), GLOSSARY.read_text()
    for file in sorted((ROOT / "wholepicture").glob("*/*/terms.py")):
        module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        assert f"(../reference/glossary.md#{file.parent.name})" in glossary
        for name, found in vars(module).items():
            if inspect.isclass(found) and issubclass(found, Term) and found.__module__ == module.__name__:
                assert inspect.getdoc(found), f"{name} is not explained"
                assert name in words


@pytest.mark.parametrize("document", PAGES, ids=named)
def test_every_link_of_a_page_leads_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text()):
        if re.match(r"https?:|mailto:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), f"{target} is not there"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), f"{target} has no such heading"


@pytest.mark.parametrize("document", [page for page in PAGES if page.parent != ROOT], ids=named)
def test_every_page_can_be_found_from_the_index(document: Path) -> None:
    index = {(DOCS / target.partition("#")[0]).resolve() for target in LINK.findall((DOCS / "README.md").read_text())}
    decisions = DOCS / "adr"
    if document.parent == decisions:
        index |= {(decisions / target).resolve() for target in LINK.findall((decisions / "README.md").read_text())} | {
            decisions / "README.md"
        }
    assert document in index or document == DOCS / "README.md"


@pytest.mark.parametrize("picture", sorted((DOCS / "images").glob("*.png")), ids=named)
def test_every_picture_is_shown_somewhere_and_is_light_enough_for_a_page(picture: Path) -> None:
    assert any(f"images/{picture.name}" in page.read_text() for page in PAGES)
    assert picture.stat().st_size <= 200_000


def test_no_decision_record_that_is_new_is_longer_than_a_screen() -> None:
    new = [page for page in (DOCS / "adr").glob("*.md") if page.name > "0025"]
    assert all(page.read_text().count("\n") <= 40 for page in new if page.name != "README.md")
