"""Promise 3: a person, not "health": every notice went to a function that a named team holds, with an inbox and cover."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from wholepicture.lib.dates import london_day
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.oversight.queries.promises.breach import Breach, found
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.models import Agency, Post, Rota
from wholepicture.registers.agencies.terms import Function, Position, Route

TITLE = "A person, not a sector"


def posts_without_a_person(now: datetime) -> Iterator[Breach]:
    """A post in use has a named person on its rota today, and somebody who covers."""
    on = london_day(now)
    used = Post.objects.filter(Exists(Notice.objects.filter(post_id=OuterRef("pk"))), closed_date__isnull=True)
    on_rota = Rota.objects.filter(post_id=OuterRef("pk"), from_date__lte=on).filter(
        Q(until_date__isnull=True) | Q(until_date__gt=on)
    )
    for position, words in ((Position.PRIMARY, "no named person"), (Position.COVER, "no cover")):
        lacking = used.filter(~Exists(on_rota.filter(position=position)))
        yield from found(3, f"Posts that are told things have {words} today.", lacking)


def posts_without_an_inbox(now: datetime) -> Iterator[Breach]:
    """A post that is reached by e-mail has an address, its own or its people's."""
    reached = Exists(Rota.objects.filter(post_id=OuterRef("pk")).exclude(worker__email=""))
    unreachable = Post.objects.filter(route=Route.EMAIL, inbox="", closed_date__isnull=True).filter(~reached)
    yield from found(3, "Posts that are to be reached by e-mail have no address.", unreachable)


def notices_to_no_function(now: datetime) -> Iterator[Breach]:
    """A notice's function is one of the closed list and the very one that its post holds."""
    astray = Notice.objects.exclude(function__in=Function.values()) | Notice.objects.exclude(
        function=F("post__function")
    )
    yield from found(3, "Notices went to something that is no function of their post.", astray)
    yield from found(3, "Notices went to another team than their post's.", Notice.objects.exclude(team=F("post__team")))


def agencies_of_no_kind(now: datetime) -> Iterator[Breach]:
    """Every agency is of a registered kind."""
    yield from found(3, "Agencies are of a kind that is not registered.", Agency.objects.exclude(kind__in=list(KINDS)))


CHECKS = (posts_without_a_person, posts_without_an_inbox, notices_to_no_function, agencies_of_no_kind)
