"""Every read of this step: what waits to be listed, what has to be on the list, and what is."""

from wholepicture.pathway.triage.facts import ListingPicture as ListingPicture
from wholepicture.pathway.triage.queries.standing import for_incident as for_incident
from wholepicture.pathway.triage.queries.standing import live as live
from wholepicture.pathway.triage.queries.standing import of_families as of_families
from wholepicture.pathway.triage.queries.standing import still_listed as still_listed
from wholepicture.pathway.triage.queries.waiting import next_due as next_due
from wholepicture.pathway.triage.queries.waiting import size as size
from wholepicture.pathway.triage.queries.waiting import waiting as waiting
from wholepicture.pathway.triage.queries.wanted import derived as derived
from wholepicture.pathway.triage.queries.wanted import wanted as wanted
