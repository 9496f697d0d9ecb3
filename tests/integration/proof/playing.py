"""Play a step on the town and in the model, let the machine run until nothing waits, and look at all that must be so.

When something is undone, every step is played once more on a second town, where the undone link is never made: whatever
is derived must be the same in both.
"""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from tests.factories import worlds
from tests.integration.proof import town as towns
from tests.integration.proof.derived import Reading, Sent
from tests.integration.proof.model import Answer, Happened, Model, Somebody, Stay
from tests.integration.proof.town import ALIKE, BORN, EVERYBODY, UNBORN, Partnership, Town
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway import stages
from wholepicture.pathway.duties import actions as duties
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.findings import actions as findings
from wholepicture.pathway.linkage.actions import CannotDecide
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage import actions as triage
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.terms import RelationshipKind

FOUNDED_AT = datetime(2019, 12, 16, 12, tzinfo=UTC)
# An hour a step, over midnight after the fourth.
BEGUN_AT, BETWEEN = datetime(2019, 12, 16, 20, tzinfo=UTC), timedelta(hours=1)
# The machine never sees anything in the very moment in which it is told.
UNTIL_SEEN = timedelta(minutes=1)
BEFORE_A_REPORT = timedelta(minutes=30)
LONG_BEFORE = date(2000, 1, 1)
TELLING = {"Place in a family", "Work out who must be told"}
NOT_YET_TOLD = {State.HELD, State.WITHHELD, State.QUEUED}


@dataclass(frozen=True)
class Played:
    """One step that can be played again in another town; `answer` where a reviewer joined two people by it."""

    at: datetime
    act: Callable[[Town], object]
    answer: Answer | None = None


class Play:
    """One example: what is told, decided and undone, and a look at everything after each."""

    def __init__(self, first: Town, second: Town, founded: Model) -> None:
        """Begin with the towns as they were founded; `end` brings them back to that."""
        self.town, self.twin, self.model = _copy(first), second, _copy_model(founded)
        self.log: list[Played] = []
        self.now, self.told, self.undone = BEGUN_AT, 0, 0
        self.moved: set[str] = set()
        # Nothing more is asked of an example that has failed.
        self.is_sound = True
        self.savepoint = transaction.savepoint()

    def end(self) -> None:
        """Derive all once more, which changes nothing, and forget the example."""
        try:
            if self.log and self.is_sound:
                self._derive_again()
        finally:
            transaction.savepoint_rollback(self.savepoint)

    # What is told.

    def tell(self, who: Somebody, letter: str, *, registers: bool) -> None:
        """A practice tells of somebody in the very words of another, and may have registered them."""
        at, self.told = self.now, self.told + 1
        word = f"{self.told}:{who.name}"

        def act(town: Town) -> None:
            town.tell(word, who, town.of.practices[letter].team.agency, now=at)
            if registers:
                town.register(word, letter, now=at)

        self.model.tell(word, who)
        self.model.teams[word] = {letter} if registers else set()
        self._play(act)

    def tell_renamed(self, who: Somebody, letter: str) -> None:
        """A practice tells of a woman under another surname, at her home: no evidence is exact, and all in all it is her."""
        at, self.told = self.now, self.told + 1
        word, place = f"{self.told}:{who.name} renamed", towns.AT_HOME[who.name]

        def act(town: Town) -> None:
            agency = town.of.practices[letter].team.agency
            town.tell(word, who, agency, now=at, place=place, surname=towns.RENAMED)

        self.model.tell(word, who, surname=towns.RENAMED, home=place)
        self.model.stays.append(Stay(word, place, LONG_BEFORE))
        self._play(act)

    def report(self, mother: Somebody, father: Somebody, child: Somebody | None, *, place: str, classed: bool) -> None:
        """Police report an incident, classed as domestic abuse or not."""
        at, self.told = self.now, self.told + 1
        name = f"incident {self.told}"
        for who in (mother, father, *([child] if child else [])):
            self.model.tell(f"{name}:{who.name}", who)
        named = f"{name}:{child.name}" if child else ""
        on = london_day(at - BEFORE_A_REPORT)
        told = Happened(name, f"{name}:{mother.name}", f"{name}:{father.name}", named, place, on, classed)
        self.model.incidents.append(told)
        happened = at - BEFORE_A_REPORT
        self._play(
            lambda town: town.report(
                name, mother, father, child, place=place, classed=classed, happened_at=happened, now=at
            )
        )

    def register(self, who: Somebody, letter: str) -> None:
        """Somebody is registered late."""
        word, at = f"gp:{who.name}", self.now
        self.model.teams[word] = self.model.teams[word] | {letter}
        self._play(lambda town: town.register(word, letter, now=at))

    def relate(self, kind: RelationshipKind, one: str, other: str) -> None:
        """A relationship is told that was not known, or once more."""
        first, second, at = f"gp:{one}", f"gp:{other}", self.now
        if kind is RelationshipKind.PARENT_OF:
            self.model.parents.add((first, second))
        else:
            known = self.model.partners if kind is RelationshipKind.PARTNER_OF else self.model.siblings
            known.add(frozenset({first, second}))
        self._play(lambda town: town.relate(kind, first, second, now=at))

    def move(self, who: Somebody, place: str) -> None:
        """Somebody moves, once."""
        word, at = f"gp:{who.name}", self.now
        if word in self.moved or towns.AT_HOME[who.name] == place:
            return
        self.moved.add(word)
        self.model.move(word, place, london_day(at))
        self._play(lambda town: town.move(word, place, now=at))

    def bear(self) -> None:
        """The mother's practice tells of her newborn, at her home."""
        at = self.now
        (place,) = [s.place for s in self.model.stays if s.record == "gp:Mother 2" and s.ends is None]
        self.model.tell_born("gp:Born 2", BORN, "gp:Unborn 2")
        self.model.parents.add(("gp:Mother 2", "gp:Born 2"))
        self.model.stays.append(Stay("gp:Born 2", place, LONG_BEFORE))

        def act(town: Town) -> None:
            town.tell("gp:Born 2", BORN, town.of.practices["B"].team.agency, now=at, place=place)
            town.relate(RelationshipKind.PARENT_OF, "gp:Mother 2", "gp:Born 2", now=at)

        self._play(act)

    # What is decided and undone.

    def answer(self, alike: tuple[str, str], *, same: bool) -> None:
        """A reviewer says of two that are alike whether they are one person."""
        at = self.now
        said = self.model.review(alike, same=same)
        self._play(lambda town: town.review(alike, same=same, now=at), said)

    def take_back(self, said: Answer) -> None:
        """An answer is undone, or refused where something was built on it."""
        self._undo(
            self.model.can_undo(said),
            lambda: self.town.undo_review(said.pair, now=self.now),
            lambda: self.model.undo_review(said),
        )

    def part(self, word: str) -> None:
        """A link of the machine is undone, or refused where something was built on it."""
        self._undo(self.model.can_part(word), lambda: self.town.part(word, now=self.now), lambda: self.model.part(word))

    def askable(self) -> list[tuple[str, str]]:
        """The pairs that nobody has answered."""
        answered = {answer.pair for answer in self.standing()}
        return [pair for pair in ALIKE if pair not in answered]

    def standing(self) -> list[Answer]:
        """The answers that stand."""
        return [answer for answer in self.model.answers if not answer.undone]

    def joined(self) -> list[str]:
        """The records that the machine joined to somebody since the town was founded."""
        links = self.model.told.items()
        return [word for word, told in links if told.link == "machine" and word not in self.twin.records]

    # How a step is done and looked at.

    def _play(self, act: Callable[[Town], object], answer: Answer | None = None) -> None:
        self.is_sound = False
        act(self.town)
        self.log.append(Played(self.now, act, answer))
        stages.run_until_quiet(now=self.now + UNTIL_SEEN)
        self._look()
        self._go_on()

    def _undo(self, allowed: bool, act: Callable[[], object], follow: Callable[[], object]) -> None:
        self.is_sound = False
        if allowed:
            act()
            follow()
            self.undone += 1
            stages.run_until_quiet(now=self.now + UNTIL_SEEN)
            self._compare_with_a_world_without_it(self._look())
        else:
            with pytest.raises(CannotDecide):
                act()
        self._go_on()

    def _go_on(self) -> None:
        self.now += BETWEEN
        self.is_sound = True

    def _look(self) -> Reading:
        """Compare all that stands with what the model says, and what is found with the rules as of now."""
        model, reading = self.model, Reading(self.town)
        derived = reading.derived()
        assert derived.persons == model.persons(), (derived.persons, model.persons())
        families = model.families(london_day(self.now))
        assert derived.children() == families, (derived.children(), families)
        assert sum(len(children) for children in derived.children()) == len(model.children()), "each in one family"
        afresh = reading.findings_afresh(self.now)
        assert derived.findings == afresh, derived.findings ^ afresh
        family = {child: children for children in derived.children() for child in children}
        for incident in model.incidents:
            concerned, elsewhere = model.listed(incident)
            plain, linked = {family[child] for child in concerned}, {family[child] for child in elsewhere}
            wanted = [(children, False) for children in plain] + [(children, True) for children in linked - plain]
            listed = [(children, link) for name, children, link, _ in derived.listings if name == incident.name]
            assert sorted(listed, key=str) == sorted(wanted, key=str), (incident, listed, wanted)
            for child in model.born():
                practices = (model.registered(child) or {""}) if child in concerned else set()
                told = reading.practices_told(incident.name, child)
                assert told == practices, (incident, child, told, practices)
        return reading

    def _compare_with_a_world_without_it(self, reading: Reading) -> None:
        """Play everything in the second town without what was undone, and compare; the second town then forgets it."""
        savepoint = transaction.savepoint()
        try:
            twin = _copy(self.twin)
            twin.forced, twin.is_forced = self._whose(), True
            for step in self.log:
                if step.answer is None or (step.answer.same and not step.answer.undone):
                    step.act(twin)
                    twin.decide_nothing_again()
                    _run_what_tells(step.at + UNTIL_SEEN)
            stages.run_until_quiet(now=self.now + UNTIL_SEEN)
            without = Reading(twin)
            differing = reading.derived().beside(without.derived())
            assert not differing, "\n".join(differing)
            assert without.fast() <= reading.fast(), without.fast() - reading.fast()
            self._look_at_what_was_told(reading.sent(), without.sent())
        finally:
            transaction.savepoint_rollback(savepoint)

    def _look_at_what_was_told(self, sent: Iterable[Sent], without: Iterable[Sent]) -> None:
        """Nobody of a false link keeps anything undelivered, and what reached them was corrected once."""
        right = {one.key for one in without}
        for one in sent:
            if one.key in right:
                assert one.corrections == 0 or self.undone > 1, one
            elif one.state is not State.SUPERSEDED:
                assert one.state not in NOT_YET_TOLD, one
                assert one.corrections == 1, one
            assert one.corrections <= 1, one

    def _whose(self) -> dict[str, str]:
        """For each record: an earlier record of the same person, by which it was known at once; "" for somebody new."""
        model, told = self.model, list(self.model.told)
        found = {}
        for at, word in enumerate(told):
            link, matched = model.made_by(word)
            earlier = [other for other in told[:at] if model.told[other].who == model.told[word].who]
            same = [other for other in earlier if model.person[other] == model.person[word]]
            found[word] = matched or next(iter(same), "") if link == "machine" else ""
        return found

    def _derive_again(self) -> None:
        before = Reading(self.town)
        derived, sent = before.derived(), before.sent()
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            families.place(persons=list(before.person_of), by=MACHINE, now=self.now)
            findings.derive(families=list(before.family), by=MACHINE, now=self.now)
            duties.derive(incidents=list(before.incidents), by=MACHINE, now=self.now)
            triage.list_families(incidents=list(before.incidents), by=MACHINE, now=self.now)
        after = Reading(self.town)
        differing = after.derived().beside(derived)
        assert not differing, "\n".join(differing)
        assert sorted(after.sent(), key=str) == sorted(sent, key=str)


def found(partnership: Partnership) -> tuple[Town, Town, Model]:
    """Two towns of the same people under other names, under the shipped protocol, and the model of both."""
    worlds.adopt_protocol()
    both = [Town(partnership, number) for number in (0, 1)]
    for town in both:
        town.found(FOUNDED_AT)
    stages.run_until_quiet(now=FOUNDED_AT)
    model = Model()
    for who in EVERYBODY:
        word = f"gp:{who.name}"
        model.tell(word, who, home=towns.AT_HOME[who.name])
        model.teams[word] = {towns.AT_PRACTICE[who.name]}
        model.stays.append(Stay(word, towns.AT_HOME[who.name], LONG_BEFORE))
    model.tell_unborn("gp:Unborn 2", UNBORN)
    model.parents = {(f"gp:{parent}", f"gp:{child}") for parent, child in towns.PARENTS}
    return both[0], both[1], model


def _run_what_tells(now: datetime) -> None:
    """Let the machine do no more than decide who is told: the rest of a step that has been played before can wait."""
    while sum(stages.run_batch(stage, now=now, failing={}) for stage in stages.STAGES if stage.name in TELLING):
        pass


def _copy(town: Town) -> Town:
    return Town(town.of, town.number, dict(town.records), dict(town.incidents))


def _copy_model(founded: Model) -> Model:
    model = Model()
    model.__dict__ |= {name: copy(value) for name, value in founded.__dict__.items()}
    model.told = {record: copy(told) for record, told in founded.told.items()}
    return model
