"""Every read of notices: the machine's work lists, what people see of them, and their histories."""

from wholepicture.pathway.notifications.queries.chasers import Chaser as Chaser
from wholepicture.pathway.notifications.queries.chasers import chased_today as chased_today
from wholepicture.pathway.notifications.queries.items import Inbox as Inbox
from wholepicture.pathway.notifications.queries.items import InboxLine as InboxLine
from wholepicture.pathway.notifications.queries.items import ItemPicture as ItemPicture
from wholepicture.pathway.notifications.queries.items import NoticePicture as NoticePicture
from wholepicture.pathway.notifications.queries.items import inbox as inbox
from wholepicture.pathway.notifications.queries.items import item_picture as item_picture
from wholepicture.pathway.notifications.queries.past import Happened as Happened
from wholepicture.pathway.notifications.queries.past import NoticeTrace as NoticeTrace
from wholepicture.pathway.notifications.queries.past import for_cause as for_cause
from wholepicture.pathway.notifications.queries.past import history as history
from wholepicture.pathway.notifications.queries.releases import HeldLine as HeldLine
from wholepicture.pathway.notifications.queries.releases import HeldPicture as HeldPicture
from wholepicture.pathway.notifications.queries.releases import held_picture as held_picture
from wholepicture.pathway.notifications.queries.releases import release_queue as release_queue
from wholepicture.pathway.notifications.queries.work import next_due as next_due
from wholepicture.pathway.notifications.queries.work import next_due_chase as next_due_chase
from wholepicture.pathway.notifications.queries.work import next_due_delivery as next_due_delivery
from wholepicture.pathway.notifications.queries.work import size_chase as size_chase
from wholepicture.pathway.notifications.queries.work import size_delivery as size_delivery
from wholepicture.pathway.notifications.queries.work import waiting_chase as waiting_chase
from wholepicture.pathway.notifications.queries.work import waiting_delivery as waiting_delivery
