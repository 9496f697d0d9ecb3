"""An invented case of one man with two families: what is listed, linked and noticed, and what the other family never reads."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from tests.journeys.replaying import CASES, Json, event, of_kind
from wholepicture.interfaces.replay import loader, player
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.notifications.models import Notice
from wholepicture.registers.audit.terms import MACHINE

pytestmark = pytest.mark.django_db
HILL = ["ada", "baby", "ben"]
OWN, LINKED = False, True


@dataclass(frozen=True)
class Story:
    """What the replay found, and every text that was sent, with whom it is about."""

    report: Json
    texts: list[tuple[str, str]]

    def __getitem__(self, ref: str) -> Json:
        return event(self.report, ref)


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker) -> Story:  # type: ignore[no-untyped-def]
    """The case, played once for all these tests and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = player.play(loader.load(CASES / "one_man_two_families.yaml")).as_json()
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            rows = Notice.objects.values_list("about__forename", "title", "text", "because")
            texts = [(about, " ".join(words)) for about, *words in rows]
        transaction.set_rollback(True)
    return Story(report, texts)


def rules(found: Json) -> set[str]:
    return {finding["rule"] for finding in found["findings"]}


@pytest.mark.parametrize(
    ("ref", "listings"),
    [
        ("OM-1", [(HILL, OWN, 1, None, "fast"), (["owen"], LINKED, None, None, "standard")]),
        ("OM-2", [(["owen"], OWN, 1, None, "standard"), (HILL, LINKED, None, None, "fast")]),
        ("OM-3", [(HILL, OWN, 2, 14, "fast"), (["owen"], LINKED, None, None, "standard")]),
        ("OM-4", []),
        ("OM-C", [(HILL, OWN, None, None, "fast"), (["owen"], LINKED, None, None, "standard")]),
        ("OM-5", [(HILL, OWN, 3, 36, "fast"), (["owen"], LINKED, None, None, "fast")]),
    ],
)
def test_each_family_is_listed_once_and_his_other_family_only_linked(
    story: Story, ref: str, listings: list[object]
) -> None:
    names = ("children", "linked", "nth", "interval_days", "lane")
    assert [tuple(each[name] for name in names) for each in story[ref]["listings"]] == listings


@pytest.mark.parametrize("ref", ["OM-1", "OM-3", "OM-C", "OM-5"])
def test_a_linked_family_is_told_nothing(story: Story, ref: str) -> None:
    assert {each["about"] for each in story[ref]["notices"]}.isdisjoint({"owen", "tess"})


def test_neither_mother_is_named_to_those_who_work_with_the_other_family(story: Story) -> None:
    about_owen = [words for about, words in story.texts if about in ("Owen", "Tess")]
    about_twins = [words for about, words in story.texts if about in ("Ada", "Ben", "Kerry")]

    assert about_owen
    assert about_twins
    assert not [words for words in about_owen if "Kerry" in words or "Lowe" in words]
    assert not [words for words in about_twins if "Tess" in words or "Quill" in words]


def test_what_is_noticed_of_the_one_family_names_nobody_of_the_other(story: Story) -> None:
    found = [each["because"] for ref in ("OM-1", "OM-3", "OM-C", "OM-5") for each in story[ref]["findings"]]
    assert found
    assert not [words for words in found if any(name in words for name in ("Tess", "Owen", "Quill", "Sea View"))]


def test_the_families_are_linked_from_the_first_incident_on(story: Story) -> None:
    assert all("linked_family" in rules(story[ref]) for ref in ("OM-1", "OM-2", "OM-3", "OM-5"))


def test_a_concern_after_two_incidents_makes_the_repeat(story: Story) -> None:
    assert [ref for ref in ("OM-1", "OM-3", "OM-C", "OM-5") if "repeat_incidents" in rules(story[ref])] == [
        "OM-C",
        "OM-5",
    ]
    assert "repeat_incidents" not in rules(story["OM-2"])


def test_the_contact_of_one_twin_was_asked_about_and_that_of_the_other_was_not(story: Story) -> None:
    def children(found: Json) -> set[str]:
        named = [each["evidence"]["persons"] for each in found["findings"] if each["rule"] == "contact_not_asked"]
        return {person for persons in named for person in persons} & {"ada", "ben"}

    assert children(story["OM-1"]) == {"ada", "ben"}
    assert children(of_kind(story.report, "contact")[0]) == {"ben"}
    assert children(story["OM-5"]) == {"ben"}


def test_no_promise_is_broken(story: Story) -> None:
    # The audit is sealed at commit, and nothing is committed here.
    breaches = [each for each in story.report["verify"]["breaches"] if "never sealed" not in each["sentence"]]
    assert breaches == []
