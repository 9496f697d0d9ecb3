"""The forms of deciding: the decision with its recipients, agreeing or objecting, and opening the seal in an emergency."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, cast
from uuid import UUID

from django import forms as django_forms
from django.http import QueryDict

from wholepicture.interfaces.web.components import forms, inputs
from wholepicture.interfaces.web.families.asked import where
from wholepicture.lib.dates import at_london
from wholepicture.pathway.triage.facts import RecipientChoice, RecipientWanted
from wholepicture.pathway.triage.terms import Say
from wholepicture.registers.protocol.outcomes import Outcome

LONGEST = 4000
END_OF_THE_DAY = time(17, 0)
NOT_SAID = "0"
NO_LONGER = (
    "Somebody whom you had chosen can no longer be asked: their team has closed or their agency has left. What you wrote "
    "for them stands below: choose who is asked instead."
)
# What the browser sends that is no word of the user's.
NO_WORDS = frozenset({"csrfmiddlewaretoken", "began_from"})


@dataclass(frozen=True)
class Offer:
    """A post that can be asked, and about whom: records with their names; `held` of those whose asking is held first."""

    post: UUID
    label: str
    team: str
    about: tuple[tuple[UUID, str], ...]
    held: tuple[str, ...]

    @property
    def key(self) -> str:
        """What it is called in the form."""
        return self.post.hex


def offers(choices: Iterable[RecipientChoice]) -> tuple[Offer, ...]:
    """Each post once, in the order of the choices, with everybody about whom it can be asked."""
    posts: dict[UUID, list[RecipientChoice]] = {}
    for choice in choices:
        posts.setdefault(choice.post, []).append(choice)
    return tuple(
        Offer(
            post,
            f"{those[0].function.label}: {where(those[0].team, those[0].agency)}",
            those[0].team,
            tuple((each.about, each.about_name) for each in those),
            tuple(each.about_name for each in those if each.held),
        )
        for post, those in posts.items()
    )


class Offered(django_forms.MultipleChoiceField):
    """A choice of recipients; who is no longer among them is said with what was written for them, not as a bad choice."""

    def valid_value(self, value: object) -> bool:
        """Take anything: Decide.clean names whoever has gone."""
        return True


class Decide(forms.GovukForm):
    """The decision: for which children, what, why, and who is asked for what by when.

    Each recipient that is chosen opens its own fields: about whom, what is asked, by when.
    """

    began_from = django_forms.UUIDField(required=False, widget=django_forms.HiddenInput)
    children = django_forms.MultipleChoiceField(
        label="For which children?",
        widget=django_forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one child whom the decision is for."},
    )
    outcome = django_forms.ChoiceField(
        label="What is decided?",
        widget=django_forms.RadioSelect,
        error_messages={"required": "Choose what is decided."},
    )
    level = django_forms.ChoiceField(label="Level of need", required=False, widget=django_forms.RadioSelect)
    reasons = django_forms.CharField(
        label="Why",
        help_text="What in the pattern and in the contributions decides it, and what would change it.",
        max_length=LONGEST,
        widget=django_forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": "Say why. Whoever looks at this family after you reads it."},
    )
    recipients = Offered(
        label="Who is asked for something?", required=False, widget=django_forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  as Django's Form takes them
        children: Sequence[tuple[UUID, str]],
        outcomes: Sequence[Outcome],
        levels: Sequence[str],
        choices: Sequence[RecipientChoice],
        now: datetime,
        **options: Any,  # noqa: ANN401  as Django's Form takes them
    ) -> None:
        super().__init__(*args, **options)
        self.now = now
        self.offered = {offer.key: offer for offer in offers(choices)}
        self.labels: dict[tuple[str, str], str] = {}
        self._offer("children", [(str(child), name) for child, name in children])
        self._offer("outcome", [(outcome.id, outcome.label) for outcome in outcomes])
        said = [(str(number), f"{number}. {level}") for number, level in enumerate(levels, 1)]
        self._offer("level", [*said, (NOT_SAID, "Not said")])
        self._offer("recipients", [(each, offer.label) for each, offer in self.offered.items()])
        for each, offer in self.offered.items():
            self._add(each, offer)
        self.initial.setdefault("children", [str(child) for child, _ in children])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(django_forms.ChoiceField, self.fields[name]).choices = choices
        self.labels |= {(name, value): label for value, label in choices}

    def _add(self, each: str, offer: Offer) -> None:
        """The fields of one recipient; their labels name it, so that a fault says whose it is."""
        self.fields[f"about_{each}"] = django_forms.MultipleChoiceField(
            label="About whom?",
            choices=[(str(record), name) for record, name in offer.about],
            required=False,
            widget=django_forms.CheckboxSelectMultiple,
            error_messages={"required": f"Tick about whom this is asked of {offer.label}."},
        )
        self.fields[f"asked_{each}"] = django_forms.CharField(
            label=f"What {offer.team} is asked to do",
            required=False,
            max_length=LONGEST,
            widget=django_forms.Textarea(attrs={"rows": "2"}),
            error_messages={
                "required": f"Say what is asked of {offer.label}.",
                "max_length": f"What is asked of {offer.label} must be {LONGEST} characters or fewer.",
            },
        )
        self.fields[f"day_{each}"] = inputs.DateInputField(
            label=f"The day by which {offer.team} answers", required=False
        )
        self.fields[f"time_{each}"] = inputs.TimeInputField(
            label=f"The time by which {offer.team} answers", required=False
        )

    def clean(self) -> dict[str, Any]:
        """Ask what is asked of each recipient, about whom, and by a time that is still to come."""
        for each in self.chosen():
            self.require(f"asked_{each}", *([f"about_{each}"] if len(self.offered[each].about) > 1 else []))
            self._check_time(each)
        if self.vanished():
            self.add_error("recipients", NO_LONGER)
        return self.cleaned_data

    def chosen(self) -> list[str]:
        """The recipients chosen that are offered."""
        return [each for each in self._said() if each in self.offered]

    def vanished(self) -> tuple[str, ...]:
        """What was written for recipients who were chosen and are no longer offered."""
        return tuple(
            self.data.get(f"asked_{each}", "") or "Nothing was written yet."
            for each in self._said()
            if each not in self.offered
        )

    def in_words(self) -> tuple[tuple[str, str], ...]:
        """What was written, faulty or not, as somebody reads it beside another's decision."""
        written = [
            ("What is decided", self.labels.get(("outcome", self.data.get("outcome", "")), "")),
            ("Level of need", self.labels.get(("level", self.data.get("level", "")), "")),
            ("Why", self.data.get("reasons", "")),
            *((self.offered[each].label, self.data.get(f"asked_{each}", "")) for each in self.chosen()),
        ]
        return tuple((name, words) for name, words in written if words)

    def wanted(self) -> list[RecipientWanted]:
        """Whom the decision asks; only of a form without faults."""
        return [wanted for each in self.chosen() for wanted in self._wanted(each)]

    def level_said(self) -> int | None:
        """The level of need, from 1; None where none was said."""
        said = self.cleaned_data.get("level")
        return int(said) if said and said != NOT_SAID else None

    def refuse(self, field: str, sentence: str) -> None:
        """Put a refusal beside the field that it names; one of a recipient's own fields stands with the recipients."""
        renamed = {"asked": "recipients", "reply_by": "recipients"}.get(field, field)
        self.add_error(renamed if renamed in self.fields else None, sentence)

    def _said(self) -> list[str]:
        return list(dict.fromkeys(self.data.getlist("recipients"))) if isinstance(self.data, QueryDict) else []

    def _wanted(self, each: str) -> Iterator[RecipientWanted]:
        offer, said = self.offered[each], self.cleaned_data
        ticked = [UUID(record) for record in said.get(f"about_{each}", ())] or [record for record, _ in offer.about[:1]]
        for record in ticked:
            yield RecipientWanted(offer.post, said[f"asked_{each}"], self._reply_by(each), record)

    def _check_time(self, each: str) -> None:
        who = self.offered[each].label
        if self.cleaned_data.get(f"time_{each}") and not self.cleaned_data.get(f"day_{each}"):
            if f"day_{each}" not in self.errors:
                self.add_error(f"day_{each}", f"Enter the day by which {who} answers, or leave out the time.")
            return
        reply_by = self._reply_by(each)
        if reply_by and reply_by <= self.now:
            self.add_error(f"day_{each}", f"The time by which {who} answers has passed: enter a later one.")

    def _reply_by(self, each: str) -> datetime | None:
        day, clock = (self.cleaned_data.get(f"{part}_{each}") for part in ("day", "time"))
        return at_london(day, clock or END_OF_THE_DAY) if day else None


class Speak(forms.GovukForm):
    """What somebody says to a proposed decision."""

    say = django_forms.ChoiceField(
        label="What do you say to this?",
        choices=((Say.AGREED.value, "I agree"), (Say.OBJECTED.value, "I object")),
        widget=django_forms.RadioSelect,
        error_messages={"required": "Choose whether you agree or object."},
    )
    words = django_forms.CharField(
        label="Why",
        required=False,
        max_length=LONGEST,
        widget=django_forms.Textarea(attrs={"rows": "2"}),
        error_messages={"required": "Say why you object: whoever proposed it is told."},
    )

    def clean(self) -> dict[str, Any]:
        """An objection says why."""
        if self.cleaned_data.get("say") == Say.OBJECTED.value:
            self.require("words")
        return self.cleaned_data


class Unseal(forms.GovukForm):
    """Why the seal has to be opened now."""

    because = django_forms.CharField(
        label="Why it cannot wait for your own team's answer",
        help_text="It opens at once. Your name, the time and this reason are kept.",
        max_length=LONGEST,
        widget=django_forms.Textarea(attrs={"rows": "2"}),
        error_messages={"required": "Say why it cannot wait. It is kept with your name."},
    )


def words_in(post: QueryDict) -> dict[str, list[str]]:
    """What a user has written in the form, as it is kept; fields left empty are left out."""
    said = {name: [each for each in post.getlist(name) if each] for name in post if name not in NO_WORDS}
    return {name: values for name, values in said.items() if values}


def as_sent(words: Mapping[str, object]) -> QueryDict:
    """Words as kept, in the shape in which the browser sent them."""
    sent = QueryDict(mutable=True)
    for name, values in words.items():
        if isinstance(values, Iterable) and not isinstance(values, str):
            sent.setlist(name, [str(each) for each in values])
    return sent
