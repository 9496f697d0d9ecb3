"""Keep a number that an agency learns of its own record later: linkage then looks at whoever holds it, too."""

from datetime import datetime

from django.db import transaction

from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import actions, keying, permissions
from wholepicture.registers.people import identifiers as numbers
from wholepicture.registers.people.models import Identifier, Record
from wholepicture.registers.people.terms import IdentifierKind


@transaction.atomic
def add_identifier(
    *, record: Record, kind: IdentifierKind, value: str, told_by: Agency, by: Actor, now: datetime
) -> Identifier:
    """Keep a number of a record; told again, it is the same.

    Raises InvalidIdentifier, InvalidTelling (another agency's record) and NotYours.
    """
    permissions.check_can_tell(by=by, agency=told_by.id)
    if record.agency_id != told_by.id:
        raise actions.InvalidTelling("Number: it belongs to another agency's record. Add a record of your own.")
    held = Record.objects.select_for_update(no_key=True).get(id=record.id)
    persons = [held.person_id] if held.person_id else []
    row, is_new = Identifier.objects.get_or_create(record=record, kind=kind, value=numbers.checked(kind, value))
    if is_new:
        keying.keep_again([record.id], now=now)
        actions.touch(persons=persons)
        about = [f"record:{record.id}", *(f"person:{person}" for person in persons)]
        audit.record(event=Event.PERSON_CHANGED, by=by, now=now, about=about, detail={"change": "identifier added"})
    return row
