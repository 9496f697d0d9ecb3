"""Every write of notices: send, deliver, chase, release, withhold, open, answer, decline, take back."""

from wholepicture.pathway.notifications.actions.answering import NothingToAnswer as NothingToAnswer
from wholepicture.pathway.notifications.actions.answering import WrongAnswer as WrongAnswer
from wholepicture.pathway.notifications.actions.answering import answer as answer
from wholepicture.pathway.notifications.actions.answering import answer_on_form as answer_on_form
from wholepicture.pathway.notifications.actions.answering import decline as decline
from wholepicture.pathway.notifications.actions.answering import open_item as open_item
from wholepicture.pathway.notifications.actions.chasing import chase as chase
from wholepicture.pathway.notifications.actions.delivering import claim as claim
from wholepicture.pathway.notifications.actions.delivering import deliver_due as deliver_due
from wholepicture.pathway.notifications.actions.outcomes import record as record_outcome  # noqa: F401  the name that says what is recorded
from wholepicture.pathway.notifications.actions.releasing import ReasonNeeded as ReasonNeeded
from wholepicture.pathway.notifications.actions.releasing import open_held as open_held
from wholepicture.pathway.notifications.actions.releasing import release as release
from wholepicture.pathway.notifications.actions.releasing import withhold as withhold
from wholepicture.pathway.notifications.actions.sending import send as send
from wholepicture.pathway.notifications.actions.sending import settle as settle
from wholepicture.pathway.notifications.actions.sending import supersede as supersede
from wholepicture.pathway.notifications.permissions import NotPermitted as NotPermitted
from wholepicture.pathway.notifications.states import IllegalChange as IllegalChange
