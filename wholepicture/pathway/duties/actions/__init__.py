"""Every write of this step: working out who must be told, naming a recipient who was missing, following up a refusal."""

from wholepicture.pathway.duties.actions.derive import derive as derive
from wholepicture.pathway.duties.actions.follow_up import follow_up as follow_up
from wholepicture.pathway.duties.actions.name_recipient import name_recipient as name_recipient
