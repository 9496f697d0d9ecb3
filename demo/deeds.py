"""What people of the demonstration do beside triage: release and withhold, decline, review links, report, mend, be away."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from demo.triage import People
from wholepicture.interfaces.feeds.police import feed as police
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.families import queries as placed
from wholepicture.pathway.families.facts import ArrangementTold
from wholepicture.pathway.families.terms import Contact, Mode
from wholepicture.pathway.findings import actions as findings
from wholepicture.pathway.findings import queries as found
from wholepicture.pathway.findings.terms import AnswerKind as FindingAnswer
from wholepicture.pathway.incidents import actions as incidents
from wholepicture.pathway.linkage import actions as linkage
from wholepicture.pathway.linkage import queries as links
from wholepicture.pathway.linkage.models import Pair
from wholepicture.pathway.linkage.queries import LinkLine
from wholepicture.pathway.linkage.terms import Basis, Verdict
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications import queries as notices
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies import actions as agencies
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.models import Record

LINKS_LOOKED_AT = 200
TOLD = (State.DELIVERED, State.ANSWERED, State.DECLINED)
# Told whoever it is about, so that an undoing changes nothing for them.
ALWAYS_TOLD = ("police", "childrens_social_care")


def _told_on_its_account(link: LinkLine) -> bool:
    """Whether somebody with whom a child is registered was told about this very record: the undoing corrects that."""
    told = Notice.objects.filter(about=link.record, row__startswith="child.", state__in=TOLD, created_at__gte=link.at)
    return told.exclude(team__agency__kind__in=ALWAYS_TOLD).exists()


class Cast(People):
    """Everybody who acts in the file; a line's `does` names the method."""

    def _releases(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Release what has waited longest, as much as the line says."""
        waits = [line for line in notices.release_queue(by, at) if line.state is State.HELD]
        for line in waits[: one["how_many"]]:
            notifications.open_held(notice=line.notice, by=by, now=at)
            notifications.release(notice=line.notice, by=by, now=at)

    def _withholds(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Withhold what came last, with the reason."""
        waits = [line for line in notices.release_queue(by, at) if line.state is State.HELD]
        if waits:
            notifications.open_held(notice=waits[-1].notice, by=by, now=at)
            notifications.withhold(notice=waits[-1].notice, reason=one["because"], by=by, now=at)

    def _declines(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Decline the latest notice that asks for an answer, as not for this team."""
        for line in reversed(notices.inbox(by, at).lines):
            seen = notifications.open_item(item=line.item, by=by, now=at)
            waits = [each for each in notices.item_picture(line.item, seen).notices if each.needs_answer]
            if waits:
                notifications.decline(notice=waits[0].id, reason=one["because"], by=by, now=at)
                return

    def _opens(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Open the latest item, and leave the answer for later."""
        for line in [each for each in notices.inbox(by, at).lines if each.needs_answer][-1:]:
            notifications.open_item(item=line.item, by=by, now=at)

    def _reviews(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Say what the line says of the last question that waits, or of that about a surname."""
        asked = [each.pair for each in links.pairs_waiting(by, at, LINKS_LOOKED_AT)]
        named = Pair.objects.filter(id__in=asked, newer__surname=one.get("of")).values_list("id", flat=True)
        for pair in list(named) if "of" in one else asked[-1:]:
            linkage.review(pair=pair, verdict=Verdict(one["verdict"]), because=one["because"], by=by, now=at)

    def _undoes_link(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Take a record back out of the generated person that the machine joined it to, so that corrections go out."""
        made = [each for each in links.links_made(LINKS_LOOKED_AT) if each.by_machine]
        of = placed.families_of([*self._children_now(), *(each.person for each in made)])
        told_by_hand = set().union(*(of.get(child, ()) for child in self._children_now()))
        for each in made:
            generated = not told_by_hand & of.get(each.person, frozenset())
            if generated and each.basis is Basis.NAME_AND_BIRTH_DATE and _told_on_its_account(each):
                linkage.undo_link(link=each.link, because=one["because"], by=by, now=at)
                return

    def _children_now(self) -> set[UUID]:
        """Whom the records of the children written by hand resolve to by now: the machine linked them after they were made."""
        records = [record.id for records in self.children for record in records]
        return {person for person in people.persons_of_records(records).values() if person}

    def _feeds(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Bring in a police file of which some rows cannot be read, so that they wait in quarantine."""
        agency = self.directory.agencies["police"].id
        raw = one["file"].replace("DAY", f"{london_day(at - timedelta(days=1)):%d/%m/%Y}").encode()
        police.feed(
            raw=raw, name=one["name"], mapping={}, agency=agency, rejected=io.StringIO(), clock=lambda: at,
        )  # fmt: skip

    def _drafts(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Begin a report and leave it unfinished."""
        if by.agency is None:
            return
        # Nobody but their own agency reads what somebody has not sent yet.
        with acting(actor=by.id, agency=by.chain):
            draft = incidents.start_draft(agency=by.agency, by=by, now=at)
            incidents.save_draft(draft=draft, step="kind", data={"kind": "INCIDENT"}, by=by, now=at)
            incidents.save_draft(draft=draft, step="what", data=one["what"], by=by, now=at)

    def _is_away(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Enter somebody's absence, as their manager does."""
        today = london_day(at)
        agencies.record_absence(
            worker=self.directory.workers[one["who"]], from_date=today, until_date=today + timedelta(days=one["days"]),
            reason=one["because"], by=by, now=at,
        )  # fmt: skip

    def _answers_finding(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Answer the first thing that the pattern shows and nobody has answered."""
        family = self._family(one)
        for each in [each for each in found.standing([family])[family] if not each.answers][:1]:
            kind = FindingAnswer(one["kind"])
            findings.answer(finding=each.id, kind=kind, because=one["because"], by=by, now=at)

    def _learns_of_contact(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Write down a visit or a call, and what was learnt of a child's contact with a parent."""
        agency = next(each for each in self.directory.agencies.values() if each.id == by.agency)
        child, adult = self._record(one["child"], agency.id), self._record(one["adult"])
        learnt = one["learnt"]
        families.tell_contact(
            agency=agency, mode=Mode(one["mode"]), people=[child], child=child, summary=one["what"], happened_at=at,
            arrangement=ArrangementTold(
                adult=adult, day=Contact(learnt["day"]), day_words=learnt.get("day_words", ""),
                overnight=Contact(learnt["overnight"]), overnight_words=learnt.get("overnight_words", ""),
                supported_by_words=learnt.get("supported_by", ""), source=Mode(one["mode"]).label,
            ),
            cause=uuid4(), by=MACHINE, now=at,
        )  # fmt: skip

    def _record(self, name: str, agency: UUID | None = None) -> Record:
        """A record of somebody of the file by the whole name, an agency's own where it is named."""
        forename, _, surname = name.partition(" ")
        found = Record.objects.filter(forename=forename, surname=surname).order_by("told_at", "id")
        return (found.filter(agency_id=agency) if agency else found)[0]
