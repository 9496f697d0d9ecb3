"""The picture of a replay, from a report made by hand: figures, who knew, moments; and the file that stands alone."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from tests.factories import replays as make
from wholepicture.interfaces.replay.html import picture, rendering, telling
from wholepicture.interfaces.replay.html.bands import Row

NOW = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
AT = "2020-03-01T10:00:00+00:00"
LEAVES = {"src", "href", "srcset", "action", "data", "poster", "xlink:href", "formaction", "background"}


class Read(HTMLParser):
    """What a document names: ids, addresses, elements."""

    def __init__(self, text: str) -> None:
        """Read it."""
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.referred: list[str] = []
        self.styles: list[str] = []
        self.events: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in LEAVES:
                self.addresses.append(value or "")
            if name in ("aria-labelledby", "aria-describedby"):
                self.referred += (value or "").split()
            if name == "style":
                self.styles.append(value or "")
            if name.startswith("on"):
                self.events.append(name)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def whole(document: make.Json) -> str:
    return rendering.whole(document, played_at=NOW, code="0.1.0", protocol="as delivered")


def shown(document: make.Json) -> Read:
    return Read(whole(document))


def test_the_figures_come_from_the_report() -> None:
    page = picture.of(make.document())

    (_, _, then), (_, _, now) = page.figures
    assert [figure.number for figure in then] == ["2 of 3", "2 days"]
    assert "of 1 the file names no other" in then[1].words
    assert [figure.number for figure in now] == ["2 of 3", "At once"]
    assert "1 more" in now[0].words


def test_who_knew_is_told_for_both_worlds_and_what_is_held_is_not_known() -> None:
    rows = {row.agency: row for row in picture.of(make.document()).knew}

    assert rows["Northshire Police"].then == (
        "1st incident: reported it, 1 Mar 2020, 10am",
        "2nd incident: reported it, 4 Mar 2020, 10am",
    )
    assert rows["Northshire Nursing"].then == ("1st incident: knew of it 2 days later (3 Mar 2020, 10am)",)
    assert len(rows["Northshire Nursing"].now) == 2
    assert rows["River Practice"].then == ()
    assert rows["River Practice"].now == ("2nd incident: held for release since 4 Mar 2020, 10am",)


def test_a_notice_that_reaches_one_agency_more_changes_the_figures() -> None:
    document = make.document()
    document["events"][0]["notices"].append(make.notice("gp", ("DELIVERED", AT), function="gp"))

    assert picture.of(document).figures[1][2][0].number == "3 of 3"


def test_both_bands_have_the_same_rows_and_marks_only_for_who_knew() -> None:
    bands = picture.of(make.document()).bands

    assert bands is not None
    then, now = bands.bands
    assert [row.name for row in then.rows] == [row.name for row in now.rows]
    assert [len(row.marks) for row in then.rows] == [2, 1, 0]
    assert [row.count for row in now.rows] == ["2 of 2", "2 of 2", "0 of 2"]
    assert now.rows[2].from_x is None


def test_moments_stand_in_order_and_what_the_platform_raised_stands_in_between() -> None:
    moments = picture.of(make.document()).moments

    assert [moment.heading for moment in moments] == ["1st incident", "In between", "Decision", "2nd incident"]
    assert moments[1].then is None
    assert moments[1].now.alarms == ("Nobody opened 1 triage meeting although a family waited: 2 March 2020.",)
    assert moments[2].now.refused == ("Say who.",)
    assert moments[0].now.noticed == ("Bo was born on 1 January 2020.",)
    assert moments[3].now.noticed == ()
    assert moments[3].now.noticed_before == ("Bo was born on 1 January 2020.",)
    assert "2nd incident in this family, 3 days after the one before" in moments[3].now.listed[0]


def test_what_was_inferred_is_marked_and_what_the_review_says_is_cited() -> None:
    text = whole(make.document())

    assert "Read into the source, not said by it: when other agencies knew" in text
    assert "Source: paragraph 2.4" in text


def test_a_recipients_text_says_who_reads_it_and_what_they_are_never_shown() -> None:
    words = " ".join(" ".join(shown(make.document()).words).split())

    assert "What Health visitor, Northshire Nursing reads" in words
    assert "Please answer." in words
    assert "Not in this text: any address." in words


def test_a_held_text_is_not_said_to_have_been_read() -> None:
    words = " ".join(" ".join(shown(make.document()).words).split())

    assert "What GP practice, River Practice would read once it is released" in words


@pytest.mark.parametrize(
    ("later", "words"),
    [(0, "at once"), (50, "at once"), (3600, "1 hour later"), (-7200, "2 hours before"), (90000, "1 day 1 hour later")],
)
def test_how_long_after_is_said_as_people_say_it(later: int, words: str) -> None:
    since = datetime.fromisoformat(AT)

    assert telling.after(since + timedelta(seconds=later), since) == words


def test_the_file_names_nothing_outside_itself() -> None:
    text = whole(make.document())
    read = Read(text)

    assert [address for address in read.addresses if not address.startswith("#")] == []
    assert [
        found for found in re.findall(r"url\(\s*[\"']?([^\"')]{0,20})", text) if not found.startswith("data:")
    ] == []
    assert not {"script", "link", "iframe", "img", "object", "form", "base"} & set(read.tags)
    assert "@import" not in text
    assert "@font-face" in text
    # A style that speaks of links beginning so is no reference.
    assert "http" not in re.sub(r"\[href\^=[^\]]+\]", "", re.sub(r"base64,[^\"]+", "", text))


def test_every_id_stands_once_and_every_reference_leads_to_one() -> None:
    read = shown(make.document())

    assert len(read.ids) == len(set(read.ids))
    assert set(read.referred) <= set(read.ids)
    assert {address[1:] for address in read.addresses} <= set(read.ids)


def test_the_file_has_a_language_a_title_and_no_style_or_script_of_an_element() -> None:
    text = whole(make.document())
    read = Read(text)

    assert '<html lang="en"' in text
    assert "<title>an invented case" in text
    assert not read.styles
    assert not read.events


def test_page_and_file_have_the_same_content() -> None:
    document = make.document()

    assert str(rendering.body(picture.of(document))) in whole(document)


HOSTILE = '"><script>alert(1)</script>&{mum}'


def hostile(value: Any) -> Any:
    """The same shape with every free text made hostile; times, kinds and states stay what they are."""
    kept = {
        "at",
        "kind",
        "state",
        "by",
        "agency",
        "act",
        "reply_by",
        "listed_at",
        "due",
        "decided_at",
        "until",
        "lane",
        "children",
        "id",
    }
    if isinstance(value, dict):
        return {key: each if key in kept else hostile(each) for key, each in value.items()}
    if isinstance(value, list):
        return [hostile(each) for each in value]
    return HOSTILE if isinstance(value, str) and "T10:" not in value else value


def test_whatever_a_file_says_is_text_and_never_markup() -> None:
    read = shown(hostile(make.document()))

    assert "script" not in read.tags
    assert not read.events
    assert HOSTILE.replace("{mum}", "") in "".join(read.words).replace("{mum}", "")


def test_a_case_of_one_event_and_one_of_none_have_a_page() -> None:
    one = make.document(events=[make.event(AT, kind="death", told=make.told(label="Death", by="unnamed", rows=[]))])
    none = make.document(events=[])

    assert "Go to an event" not in whole(one)
    assert "an agency that the file does not name" in whole(one)
    assert "Nothing happened in this case." in whole(none)


def _rows_then(document: make.Json) -> tuple[Row, ...]:
    bands = picture.of(document).bands
    assert bands is not None
    return bands.bands[0].rows


def test_a_case_without_a_word_about_then_says_so_and_claims_nothing() -> None:
    document = make.document(source="", events=[make.event(AT, told=make.told(as_happened="", para="", summary=""))])

    text = whole(document)
    assert "The file does not say who else knew." in text
    (_, _, then), _ = picture.of(document).figures
    assert [figure.number for figure in then] == ["Not said"]
    assert {row.count for row in _rows_then(document)} <= {"1 of 1", "not said"}
    assert "The file names no source." in text
    assert "Source: paragraph" not in text


def test_sixty_incidents_on_two_days_are_drawn_within_the_picture() -> None:
    start = datetime.fromisoformat(AT)
    events = [
        make.event((start + timedelta(minutes=40 * n)).isoformat(), listings=[make.listing(n + 1)]) for n in range(60)
    ]
    page = picture.of(make.document(events=events, until="2020-03-03T09:00:00+00:00"))

    assert page.bands is not None
    assert all(0 <= guide.label_x <= page.bands.width for guide in page.bands.guides)
    assert len(page.moments) == 60
    assert "60th incident" in whole(make.document(events=events, until="2020-03-03T09:00:00+00:00"))


def test_names_beyond_the_basic_plane_stand_as_they_are() -> None:
    document = make.document(people=[{"id": "mum", "name": "𝒜nn 😀"}, {"id": "baby", "name": "Bo 李"}])

    text = whole(document)
    assert "𝒜nn 😀" in text
    assert text.encode("utf-8").decode("utf-8") == text


@pytest.mark.parametrize("days", [1, 12, 40, 400, 1500, 6000])
def test_words_of_the_axis_never_lie_upon_one_another(days: int) -> None:
    start = datetime.fromisoformat(AT)
    document = make.document(events=[make.event(AT)], until=(start + timedelta(days=days)).isoformat())

    bands = picture.of(document).bands
    assert bands is not None
    places = [tick.x for tick in bands.ticks if tick.label]
    assert places
    assert all(after - before >= 60 for before, after in pairwise(places))


def test_what_was_refused_is_counted_in_words() -> None:
    refused = [
        make.event(AT, kind="leave_triage", told=make.told(), refused=[{"act": "leave_triage", "because": "No."}])
        for _ in "ab"
    ]
    lines = {
        line.question: line for line in picture.of(make.document(events=[*make.DOCUMENT["events"], *refused])).lines
    }

    assert lines["What would have been refused?"].now == (
        "1 decision and 2 withdrawals from triage, each with a sentence that says why.",
    )


def test_the_figures_count_the_agencies_that_the_picture_names() -> None:
    one_more = [*make.DOCUMENT["agencies"], {"id": "partnership", "name": "The Partnership"}]
    found = picture.of(make.document(agencies=one_more))
    named = len(found.knew)
    assert named < len(one_more)
    assert all(
        figures[0].number.endswith(f" of {named}") for _, _, figures in found.figures if "of" in figures[0].number
    )


def test_the_events_are_counted_as_the_list_counts_them_and_births_beside_them() -> None:
    born = make.event(AT, kind="born", ref="baby", told=None)
    found = picture.of(make.document(events=[*make.DOCUMENT["events"], born]))
    assert len(found.jumps) > len([each for each in found.jumps if each.kind != "born"])
    assert f"{len(found.jumps) - 1} events of the file and 1 birth" in found.counted
    assert found.counted in " ".join(
        "".join(shown(make.document(events=[*make.DOCUMENT["events"], born])).words).split()
    )


def test_where_nobody_answers_in_the_file_it_is_said_why_so_many_were_chased() -> None:
    events = [
        make.event(AT, notices=[make.notice("nursing", ("DELIVERED", AT), ("REMINDED", AT))]),
    ]
    line = {each.question: each for each in picture.of(make.document(events=events)).lines}[
        "Who answered, and who was chased?"
    ]
    assert "Nobody answers in the file, so the platform chased everybody to the end: 1 time in all" in line.now[1]


def test_a_phone_is_told_that_the_picture_moves_sideways() -> None:
    assert "The picture moves sideways" in whole(make.document())


def test_it_is_called_side_by_side() -> None:
    text = whole(make.document())
    assert "side by side" in text
    assert "beside itself" not in text
