"""Pure rules of linkage: whom a record is about by all that is told, and whom a reviewer should be asked about (review 2.14)."""

from wholepicture.pathway.linkage.rules.deciding import compare as compare
from wholepicture.pathway.linkage.rules.deciding import decide as decide
from wholepicture.pathway.linkage.rules.known import Known as Known
from wholepicture.pathway.linkage.rules.probable import probable as probable
from wholepicture.pathway.linkage.rules.weighing import MODEL as MODEL
from wholepicture.pathway.linkage.rules.weighing import nothing_weighed as nothing_weighed
from wholepicture.pathway.linkage.rules.weighing import weigh as weigh
