"""Who may do what in triage; each refusal is a sentence that the person may read."""

from wholepicture.pathway.triage.permissions.asking import check_can_ask as check_can_ask
from wholepicture.pathway.triage.permissions.contributing import NotAllowed as NotAllowed
from wholepicture.pathway.triage.permissions.contributing import NotYourContribution as NotYourContribution
from wholepicture.pathway.triage.permissions.contributing import check_can_contribute as check_can_contribute
from wholepicture.pathway.triage.permissions.contributing import check_can_unseal as check_can_unseal
from wholepicture.pathway.triage.permissions.deciding import check_can_decide as check_can_decide
from wholepicture.pathway.triage.permissions.deciding import check_can_settle as check_can_settle
from wholepicture.pathway.triage.permissions.deciding import may_chair as may_chair
from wholepicture.pathway.triage.permissions.governing import NotYourAct as NotYourAct
from wholepicture.pathway.triage.permissions.governing import check_can_propose as check_can_propose
from wholepicture.pathway.triage.permissions.governing import check_can_sign as check_can_sign
from wholepicture.pathway.triage.permissions.governing import check_can_take_back as check_can_take_back
from wholepicture.pathway.triage.permissions.listing import OnlyTheMachine as OnlyTheMachine
from wholepicture.pathway.triage.permissions.listing import check_can_list as check_can_list
from wholepicture.pathway.triage.permissions.meeting import NotTheChair as NotTheChair
from wholepicture.pathway.triage.permissions.meeting import check_can_chair as check_can_chair
from wholepicture.pathway.triage.permissions.words import NotAtTheTable as NotAtTheTable
from wholepicture.pathway.triage.permissions.words import check_can_write as check_can_write
