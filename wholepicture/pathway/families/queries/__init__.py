"""Every read of families: who waits to be placed, what stands about a child, and whom an incident concerns."""

from wholepicture.pathway.families.queries.about import around as around
from wholepicture.pathway.families.queries.about import children_among as children_among
from wholepicture.pathway.families.queries.about import touched as touched
from wholepicture.pathway.families.queries.arrangements import arrangements as arrangements
from wholepicture.pathway.families.queries.concerned import children_concerned as children_concerned
from wholepicture.pathway.families.queries.concerned import children_concerned_in as children_concerned_in
from wholepicture.pathway.families.queries.concerned import incident_ids_of_families as incident_ids_of_families
from wholepicture.pathway.families.queries.concerned import parts_in as parts_in
from wholepicture.pathway.families.queries.standing import children_elsewhere as children_elsewhere
from wholepicture.pathway.families.queries.standing import families_of as families_of
from wholepicture.pathway.families.queries.standing import family_ids_of as family_ids_of
from wholepicture.pathway.families.queries.standing import former as former
from wholepicture.pathway.families.queries.standing import goes_on_as as goes_on_as
from wholepicture.pathway.families.queries.standing import heirs as heirs
from wholepicture.pathway.families.queries.standing import members as members
from wholepicture.pathway.families.queries.standing import standing as standing
from wholepicture.pathway.families.queries.waiting import next_days as next_days
from wholepicture.pathway.families.queries.waiting import next_due as next_due
from wholepicture.pathway.families.queries.waiting import size as size
from wholepicture.pathway.families.queries.waiting import waiting as waiting
