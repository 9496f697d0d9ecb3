"""Every write of families: placing people in them, and what an agency tells of its contact with one."""

from wholepicture.pathway.families.actions.contact import InvalidContact as InvalidContact
from wholepicture.pathway.families.actions.contact import tell_contact as tell_contact
from wholepicture.pathway.families.actions.place import OnlyTheMachine as OnlyTheMachine
from wholepicture.pathway.families.actions.place import place as place
