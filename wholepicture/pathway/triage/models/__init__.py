"""The tables of this step: the list, contributions, decisions, meetings, and the governed acts that touch the triage itself."""

from wholepicture.pathway.triage.models.contributing import Ask as Ask
from wholepicture.pathway.triage.models.contributing import AskFor as AskFor
from wholepicture.pathway.triage.models.contributing import Contribution as Contribution
from wholepicture.pathway.triage.models.contributing import Unsealing as Unsealing
from wholepicture.pathway.triage.models.deciding import Agreement as Agreement
from wholepicture.pathway.triage.models.deciding import Considered as Considered
from wholepicture.pathway.triage.models.deciding import Decision as Decision
from wholepicture.pathway.triage.models.deciding import DecisionFor as DecisionFor
from wholepicture.pathway.triage.models.deciding import Recipient as Recipient
from wholepicture.pathway.triage.models.deciding import Words as Words
from wholepicture.pathway.triage.models.governing import Act as Act
from wholepicture.pathway.triage.models.governing import Signature as Signature
from wholepicture.pathway.triage.models.listing import Listed as Listed
from wholepicture.pathway.triage.models.listing import Listing as Listing
from wholepicture.pathway.triage.models.meeting import Attendance as Attendance
from wholepicture.pathway.triage.models.meeting import Meeting as Meeting
