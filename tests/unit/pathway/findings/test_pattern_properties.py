"""What holds of every pattern, whatever was reported and in whatever order (Hypothesis)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import patterns as make
from tests.factories.patterns import EACH, HARM, UNKNOWN
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import pattern as shown
from wholepicture.pathway.findings.facts import Direction, Pattern, Report
from wholepicture.pathway.incidents.terms import Brag, Category, Kind
from wholepicture.registers.people.terms import Role

BEGIN = datetime(2019, 1, 1, tzinfo=UTC)
END = date(2022, 1, 1)
TURNED = {"mother": Role.CAUSING_HARM, "father": Role.VICTIM}
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
incidents = st.builds(
    lambda at, roles, in_scope, number: make.report(at, roles, in_scope=in_scope, name=f"I{number}"),
    moments,
    st.sampled_from([HARM, EACH, UNKNOWN, TURNED]),
    st.booleans(),
    st.integers(0, 10**9),
)
concerns = st.builds(lambda at, number: make.concern(at, name=f"C{number}"), moments, st.integers(0, 10**9))
reports = st.lists(st.one_of(incidents, concerns), max_size=12, unique_by=lambda report: report.incident)
families = reports.map(lambda told: make.pattern(END, *told, people=make.FAMILY))


@given(families)
def test_the_nth_is_the_rank_among_what_is_counted(family: Pattern) -> None:
    told = shown.counted(family)
    assert [shown.nth(family, report.incident) for report in told] == list(range(1, len(told) + 1))
    for report in told:
        earlier = [each for each in told if (each.happened_at, each.incident) < (report.happened_at, report.incident)]
        assert shown.nth(family, report.incident) == len(earlier) + 1


@given(families)
def test_the_intervals_sum_to_the_span_and_are_never_negative(family: Pattern) -> None:
    told = shown.counted(family)
    gaps = shown.intervals(family)
    assert len(gaps) == max(0, len(told) - 1)
    assert all(gap >= 0 for gap in gaps)
    if told:
        assert sum(gaps) == (london_day(told[-1].happened_at) - london_day(told[0].happened_at)).days
    assert [shown.interval_before(family, report.incident) for report in told[1:]] == list(gaps)


@given(families, concerns)
def test_a_concern_more_changes_no_number_and_no_interval(family: Pattern, concern: Report) -> None:
    more = replace(family, reports=(*family.reports, concern))
    for report in family.reports:
        assert shown.nth(more, report.incident) == shown.nth(family, report.incident)
    assert shown.intervals(more) == shown.intervals(family)


@given(reports, st.randoms())
def test_the_order_in_which_reports_come_in_changes_nothing(told: list[Report], shuffle: object) -> None:
    family = make.pattern(END, *told, people=make.FAMILY)
    mixed = list(family.reports)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    other = replace(family, reports=tuple(mixed))
    assert shown.counted(other) == shown.counted(family)
    assert shown.by_direction(other) == shown.by_direction(family)
    assert shown.repeats(other, BEGIN.date()) == shown.repeats(family, BEGIN.date())


@given(reports, moments)
def test_counter_allegations_alone_never_raise_the_count_against_an_earlier_victim(
    told: list[Report], first: datetime
) -> None:
    """Once one of the two was alleged plainly to harm the other, being accused in turn adds nothing (promise 1)."""
    plain = make.report(BEGIN - timedelta(days=1), HARM, name="the first")
    counters = [make.report(report.happened_at, EACH, name=f"E{place}") for place, report in enumerate(told)]
    found = shown.by_direction(make.pattern(END, plain, *counters))
    hers = Direction(make.uid("mother"), make.uid("father"))
    his = Direction(make.uid("father"), make.uid("mother"))
    assert hers not in found
    assert len(found[his]) == 1 + len(counters)


@given(families, st.integers(0, 700), st.integers(0, 700))
def test_a_longer_window_never_holds_less(family: Pattern, one: int, other: int) -> None:
    shorter, longer = sorted((one, other))
    inside = shown.repeats(family, shown.window_start(END, shorter))
    wider = {report.incident for report in shown.repeats(family, shown.window_start(END, longer))}
    assert {report.incident for report in inside} <= wider
    numbers = {report.incident for report in shown.counted(family)}
    assert {report.incident for report in inside if report.kind is Kind.INCIDENT} <= numbers


@given(
    st.sampled_from(list(Kind)),
    st.sampled_from(list(Category)),
    st.sampled_from(list(Brag)),
    st.sampled_from(["", "x"]),
)
def test_knowing_more_never_takes_a_report_out_of_scope(
    kind: Kind, category: Category, brag: Brag, connected: str
) -> None:
    """Scope is monotone: a connection, a worse grade or the class of domestic abuse can only bring something in."""
    listed, _ = shown.scope(kind, category, brag, connected)
    better_known = (
        shown.scope(kind, category, brag, "both are parents of a child"),
        shown.scope(kind, Category.DOMESTIC_ABUSE, brag, connected),
        shown.scope(kind, category, Brag.RED, connected),
    )
    assert all(more or not listed for more, _ in better_known)
