"""Pure rules of linkage: whom a record is about by exact evidence, and whom a reviewer should be asked about (review 2.14)."""

from wholepicture.pathway.linkage.rules.deciding import MODEL as MODEL
from wholepicture.pathway.linkage.rules.deciding import compare as compare
from wholepicture.pathway.linkage.rules.deciding import decide as decide
from wholepicture.pathway.linkage.rules.deciding import keys as keys
from wholepicture.pathway.linkage.rules.known import Known as Known
from wholepicture.pathway.linkage.rules.known import group_by_person as group_by_person
from wholepicture.pathway.linkage.rules.probable import probable as probable
from wholepicture.pathway.linkage.rules.telling import is_placeholder as is_placeholder
