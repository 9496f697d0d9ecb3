"""Every write of incidents: `receive` takes a report, `feeding` brings in files, the rest keeps what somebody is still writing."""

from wholepicture.pathway.incidents.actions import feeding as feeding
from wholepicture.pathway.incidents.actions.drafts import DraftNotYours as DraftNotYours
from wholepicture.pathway.incidents.actions.drafts import DraftTooLong as DraftTooLong
from wholepicture.pathway.incidents.actions.drafts import discard_draft as discard_draft
from wholepicture.pathway.incidents.actions.drafts import save_draft as save_draft
from wholepicture.pathway.incidents.actions.drafts import start_draft as start_draft
from wholepicture.pathway.incidents.actions.intake import KeyUsedForAnother as KeyUsedForAnother
from wholepicture.pathway.incidents.actions.intake import NotAccepted as NotAccepted
from wholepicture.pathway.incidents.actions.intake import receive as receive
