"""Every read of incidents: the machine's in bulk, a page's with the proof that the look was permitted and recorded."""

from wholepicture.pathway.incidents.queries.machine import NotFound as NotFound
from wholepicture.pathway.incidents.queries.machine import all_answered as all_answered
from wholepicture.pathway.incidents.queries.machine import answered as answered
from wholepicture.pathway.incidents.queries.machine import facts as facts
from wholepicture.pathway.incidents.queries.machine import for_duties as for_duties
from wholepicture.pathway.incidents.queries.machine import incidents_of as incidents_of
from wholepicture.pathway.incidents.queries.machine import roles_before as roles_before
from wholepicture.pathway.incidents.queries.machine import roles_of_records as roles_of_records
from wholepicture.pathway.incidents.queries.machine import together_with as together_with
from wholepicture.pathway.incidents.queries.machine import told_as_children as told_as_children
from wholepicture.pathway.incidents.queries.machine import told_beside as told_beside
from wholepicture.pathway.incidents.queries.page import DRAFTS_SHOWN as DRAFTS_SHOWN
from wholepicture.pathway.incidents.queries.page import NotOpened as NotOpened
from wholepicture.pathway.incidents.queries.page import as_told as as_told
from wholepicture.pathway.incidents.queries.page import draft as draft
from wholepicture.pathway.incidents.queries.page import my_drafts as my_drafts
from wholepicture.pathway.incidents.queries.page import persons_in as persons_in
from wholepicture.pathway.incidents.queries.page import reported_by as reported_by
from wholepicture.pathway.incidents.queries.quarantine import quarantine_size as quarantine_size
from wholepicture.pathway.incidents.queries.quarantine import quarantine_waiting as quarantine_waiting
from wholepicture.pathway.incidents.queries.quarantine import quarantined as quarantined
from wholepicture.pathway.incidents.queries.quarantine import quarantined_agency as quarantined_agency
from wholepicture.pathway.incidents.queries.quarantine import quarantined_group as quarantined_group
from wholepicture.pathway.incidents.queries.quarantine import unfinished_files as unfinished_files
