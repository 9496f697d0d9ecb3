"""The page for information governance leads answers "who looked?" with questions that really run, under the auditor's role."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from tests.factories import agencies as make
from tests.factories.access import make_grant
from tests.factories.accounts import make_user
from tests.factories.families import make_child, person
from wholepicture.interfaces.database import set_up
from wholepicture.registers.accounts import queries as accounts
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Event

PAGE = Path(__file__).resolve().parents[4] / "docs" / "how-to" / "as-an-information-governance-lead.md"


def ask(number: int, word: str, value: str) -> list[tuple[object, ...]]:
    """Run one block of the page as the auditor, with a value in place of its word."""
    block = re.findall(r"```sql\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)[number]
    assert word in block
    statement = block.replace("begin;\n", "").replace(word, value)
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {set_up.role_names()['auditor']}")
        for each in [part for part in statement.split(";") if part.strip()]:
            cursor.execute(each.replace("%", "%%"))
        rows = cursor.fetchall()
        cursor.execute("reset role")
    return rows


@pytest.mark.django_db
def test_the_page_finds_the_person_who_saw_them_and_why_they_could() -> None:
    child = make_child("Robin")
    team = make.make_team()
    user = make_user(worker=make.make_worker(team=team))
    actor = accounts.actor_for(user, make.NOW.date())
    about = [f"person:{person(child)}"]
    audit.record(event=Event.PAGE_VIEWED, by=actor, now=make.NOW, about=about, detail={"page": "families:page"})
    audit.record(event=Event.PAGE_VIEWED, by=actor, now=make.NOW, about=[f"person:{UUID(int=7)}"])
    make_grant(team=team, subject=UUID(int=9), subject_kind="FAMILY", reason="triage")

    found = ask(0, "SURNAME", child.surname)
    assert [(row[0], row[1]) for row in found] == [(person(child), "Robin")]
    seen = ask(1, "PERSON_ID", str(person(child)))
    assert [(row[1], row[3]) for row in seen] == [(user.worker.name, "PAGE_VIEWED")]
    why = ask(2, "IDENTIFIER", str(UUID(int=9)))
    assert [(row[0], row[1]) for row in why] == [(team.name, "triage")]


def test_what_the_page_says_is_recorded_are_words_of_the_audit() -> None:
    text = PAGE.read_text()
    for word in re.findall(r"`([A-Z_]{5,})`|'([A-Z_]{5,})'", text):
        name = next(filter(None, word))
        assert name in {"SURNAME", "IDENTIFIER"} or Event(name)
