"""Every read of this step: the picture duties are worked out from, what waits, and who was told or not."""

from wholepicture.pathway.duties.queries.exposures import CORRECTION_ROW as CORRECTION_ROW
from wholepicture.pathway.duties.queries.exposures import Exposure as Exposure
from wholepicture.pathway.duties.queries.exposures import LookedMeanwhile as LookedMeanwhile
from wholepicture.pathway.duties.queries.exposures import ToldInError as ToldInError
from wholepicture.pathway.duties.queries.exposures import exposures as exposures
from wholepicture.pathway.duties.queries.picture import picture as picture
from wholepicture.pathway.duties.queries.picture import with_patterns as with_patterns
from wholepicture.pathway.duties.queries.standing import DutyPicture as DutyPicture
from wholepicture.pathway.duties.queries.standing import correction_of as correction_of
from wholepicture.pathway.duties.queries.standing import delivered_at as delivered_at
from wholepicture.pathway.duties.queries.standing import every as every
from wholepicture.pathway.duties.queries.standing import for_incident as for_incident
from wholepicture.pathway.duties.queries.standing import of_task as of_task
from wholepicture.pathway.duties.queries.standing import of_tasks as of_tasks
from wholepicture.pathway.duties.queries.standing import standing as standing
from wholepicture.pathway.duties.queries.standing import state_of as state_of
from wholepicture.pathway.duties.queries.standing import told_in_words as told_in_words
from wholepicture.pathway.duties.queries.waiting import next_due as next_due
from wholepicture.pathway.duties.queries.waiting import size as size
from wholepicture.pathway.duties.queries.waiting import size_follow_up as size_follow_up
from wholepicture.pathway.duties.queries.waiting import waiting as waiting
from wholepicture.pathway.duties.queries.waiting import waiting_follow_up as waiting_follow_up
