"""Every write of linkage: joining by exact evidence, what a reviewer says of a doubt, and undoing either."""

from wholepicture.pathway.linkage.actions.auditing import Asked as Asked
from wholepicture.pathway.linkage.actions.auditing import ask as ask
from wholepicture.pathway.linkage.actions.learning import note_learning as note_learning
from wholepicture.pathway.linkage.actions.linking import link as link
from wholepicture.pathway.linkage.actions.moving import CannotDecide as CannotDecide
from wholepicture.pathway.linkage.actions.reviewing import review as review
from wholepicture.pathway.linkage.actions.seconding import second_opinion as second_opinion
from wholepicture.pathway.linkage.actions.undoing import undo_link as undo_link
from wholepicture.pathway.linkage.actions.undoing import undo_review as undo_review
