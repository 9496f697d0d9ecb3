"""The forms of a report, a page each; not known and not asked are answers that can be chosen."""

from datetime import date, timedelta
from typing import Any

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms, inputs
from wholepicture.pathway.incidents.terms import (
    Accuser,
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Feature,
    Presence,
    ReporterKind,
)
from wholepicture.registers.people import identifiers
from wholepicture.registers.people.terms import IdentifierKind, RelationshipKind, Role, Sex, YesNo

ADULT_ROLES = (Role.VICTIM, Role.CAUSING_HARM, Role.COUNTER_ALLEGATIONS, Role.WITNESS, Role.NOT_KNOWN)
CONCERN_ROLES = (Role.OF_CONCERN, Role.NOT_KNOWN)
GRADES = (Dash.STANDARD, Dash.MEDIUM, Dash.HIGH)
BABY_UNTIL = timedelta(days=731)
# What can be seen cannot be "not asked".
SEEN = [(answer.value, answer.label) for answer in (YesNo.YES, YesNo.NO, YesNo.NOT_KNOWN)]
ASKED = [(answer.value, answer.label) for answer in (YesNo.YES, YesNo.NOT_ASKED, YesNo.NOT_KNOWN)]
OTHER_CHILDREN = [
    (YesNo.YES.value, "Yes, and each of them is added here"),
    (YesNo.NO.value, "No"),
    (YesNo.NOT_ASKED.value, YesNo.NOT_ASKED.label),
    (YesNo.NOT_KNOWN.value, YesNo.NOT_KNOWN.label),
]
RELATED = [
    ("", "Not related, or not known"),
    (RelationshipKind.PARENT_OF.value, "Parent"),
    (RelationshipKind.CARER_OF.value, "Carer who is not a parent"),
    (RelationshipKind.GRANDPARENT_OF.value, "Grandparent"),
    (RelationshipKind.SIBLING_OF.value, "Brother or sister"),
    (RelationshipKind.RELATIVE_OF.value, "Other relative"),
]
NEVER_HERE = "Do not write addresses, telephone numbers or who reported it here: they have places of their own."


def radios(label: str, choices: list[tuple[str, str]], initial: str = "", **options: Any) -> django_forms.ChoiceField:  # noqa: ANN401
    """A question with one answer."""
    return django_forms.ChoiceField(
        label=label, choices=choices, initial=initial, widget=django_forms.RadioSelect, **options
    )


def text(
    label: str, *, rows: bool = False, width: int = 20, hint: str = "", longest: int = 200
) -> django_forms.CharField:
    """A text that may be left empty; several rows where people write sentences."""
    attrs = {} if rows else {"class": f"govuk-input--width-{width}"}
    widget = django_forms.Textarea if rows else django_forms.TextInput(attrs=attrs)
    return django_forms.CharField(label=label, required=False, widget=widget, help_text=hint, max_length=longest)


class What(forms.GovukForm):
    """When, where, what kind, who reported, in whose words."""

    date = inputs.DateInputField(
        label="Date", help_text="For example 16 12 2019", error_messages={"required": "Enter the date it happened."}
    )
    time = inputs.TimeInputField(
        label="Time it began", required=False, help_text="For example 9:40pm. Leave it empty when nobody knows."
    )
    until = inputs.TimeInputField(
        label="Time it ended", required=False, help_text="A time earlier than the first was after midnight."
    )
    place = text("Where", hint="Shown only to those who need it to keep somebody safe.", longest=300)
    category = radios(
        "How is it classed?",
        Category.choices(),
        error_messages={"required": "Say how it is classed; “Not classed” is an answer."},
    )
    reporter = django_forms.ChoiceField(
        label="Who reported it?", choices=ReporterKind.choices(), initial=ReporterKind.NOT_KNOWN
    )
    reporter_name = text(
        "Name of who reported it", hint="Kept apart and shown to police and children's social care only."
    )
    reference = text("Your reference", width=10, longest=80)
    summary = text("What happened", rows=True, hint=NEVER_HERE, longest=5000)

    def clean(self) -> dict[str, Any]:
        """An end needs its beginning."""
        told = self.cleaned_data
        if told.get("until") and not told.get("time") and "time" not in self.errors:
            self.add_error("time", "Enter the time it began when you give the time it ended.")
        return told


class Worry(forms.GovukForm):
    """A concern: since when, and what worries you."""

    date = inputs.DateInputField(
        label="Date",
        help_text="When you saw or heard it",
        error_messages={"required": "Enter the date on which you saw or heard it."},
    )
    time = inputs.TimeInputField(
        label="Time",
        required=False,
        help_text="About when is enough, for example 2pm. Leave it empty when nobody knows.",
    )
    reference = text("Your reference", width=10, longest=80)
    summary = django_forms.CharField(
        label="What worries you", widget=django_forms.Textarea, help_text=NEVER_HERE, max_length=5000
    )


class Person(forms.GovukForm):
    """What adults and children have in common."""

    forename = text("First name")
    surname = text("Last name")
    sex = radios("Sex", Sex.choices(), Sex.NOT_KNOWN)
    born = inputs.DateInputField(
        label="Date of birth",
        partial=True,
        required=False,
        help_text="A year alone is enough if that is all that is known.",
    )
    estimated = django_forms.BooleanField(label="The date of birth is a guess", required=False)
    nhs_number = text("NHS number", width=10, longest=20)
    police_number = text("Police reference of this person", width=10, longest=40)
    address = text("Home address", hint="Shown only to those who need it to keep somebody safe.", longest=300)
    record = django_forms.UUIDField(
        label="Taken from your own agency's records",
        required=False,
        widget=django_forms.HiddenInput,
        error_messages={"invalid": "Look for this person again, or add them as somebody new."},
    )

    def clean_nhs_number(self) -> str:
        """Say at once that a digit is wrong, while the paper is still at hand."""
        number = str(self.cleaned_data["nhs_number"])
        try:
            return identifiers.checked(IdentifierKind.NHS_NUMBER, number) if number else ""
        except identifiers.InvalidIdentifier as refused:
            raise django_forms.ValidationError(str(refused)) from refused


class Look(forms.GovukForm):
    """Who somebody is, before anything is written of them: looked for among one's own agency's records."""

    forename = text("First name")
    surname = text("Last name")
    born = inputs.DateInputField(
        label="Date of birth",
        partial=True,
        required=False,
        help_text="A year alone is enough if that is all that is known.",
    )

    @property
    def name(self) -> str:
        """What was typed of the name, as a search takes it."""
        return " ".join((self.cleaned_data["forename"], self.cleaned_data["surname"])).strip()


class Adult(Person):
    """An adult: which role, and who says so."""

    field_order = ("role", "alleged_by", "status", "forename", "surname", "born", "estimated", "sex", "partner_of")
    role = radios("What part did this person have?", [(role.value, role.label) for role in ADULT_ROLES])
    alleged_by = django_forms.ChoiceField(label="Who alleges this?", required=False)
    status = radios("How does the allegation stand?", AllegationStatus.choices(), AllegationStatus.ALLEGED)
    partner_of = django_forms.ChoiceField(label="Present or former partner of", required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        others: list[tuple[str, str]],
        children: list[tuple[str, str]],
        concern: bool,
        **options: Any,  # noqa: ANN401
    ) -> None:
        """`others` and `children` are the keys and names of the other adults and of the children of this report."""
        super().__init__(*args, **options)
        accusers = [(who.value, who.label) for who in Accuser if who is not Accuser.NOT_KNOWN]
        self.fields["alleged_by"].choices = [("", "Not known"), *others, *children, *accusers]  # type: ignore[attr-defined]
        self.fields["partner_of"].choices = [("", "Nobody in this report"), *others]  # type: ignore[attr-defined]
        if concern:
            self.fields["role"].choices = [(role.value, role.label) for role in CONCERN_ROLES]  # type: ignore[attr-defined]


class Child(Person):
    """A child: where they were, seen, spoken to, in their words; and for a baby, where they sleep tonight (review 2.13)."""

    field_order = (
        "forename", "surname", "born", "estimated", "expected", "sex", "presence", "seen", "spoken_to", "words",
        "sleeps_asked", "sleeps_where",
    )  # fmt: skip
    expected = inputs.DateInputField(label="Expected date, for an unborn child", required=False)
    presence = radios("Where was the child?", Presence.choices(), Presence.NOT_KNOWN)
    seen = radios("Was the child seen?", SEEN, YesNo.NOT_KNOWN)
    spoken_to = radios("Was the child spoken to?", SEEN, YesNo.NOT_KNOWN)
    words = text("What the child said, in their own words", rows=True, longest=2000)
    sleeps_asked = radios(
        "For a child under two: was it asked where they sleep tonight?",
        ASKED,
        required=False,
        error_messages={
            "required": "Say whether it was asked where this baby sleeps tonight; “Not asked” is an answer."
        },
    )
    sleeps_where = text(
        "Where the child sleeps tonight", hint="Shown only to those who need it to keep the child safe."
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        others: list[tuple[str, str]],
        concern: bool,
        on: date,
        **options: Any,  # noqa: ANN401
    ) -> None:
        """`others` are the keys and names of the adults of this report; `on` is the day of what is reported."""
        super().__init__(*args, **options)
        self.on, self.concern = on, concern
        for step, name in others:
            label = f"How is {name} related to this child?"
            self.fields[f"related_{step}"] = django_forms.ChoiceField(label=label, choices=RELATED, required=False)

    def clean(self) -> dict[str, Any]:
        """Born or unborn, not both; for a baby it is said whether the question of tonight's sleep was asked."""
        told = self.cleaned_data
        born = told.get("born")
        if born and told.get("expected"):
            self.add_error("expected", "Give a date of birth, or the expected date of an unborn child, not both.")
        if told.get("sleeps_where") and told.get("sleeps_asked") != YesNo.YES:
            self.add_error("sleeps_asked", "Choose “Yes” when you say where the child sleeps tonight.")
        if born and not self.concern and born.latest() > self.on - BABY_UNTIL:
            self.require("sleeps_asked")
        return told

    def related(self) -> list[str]:
        """The names of the fields that say how each adult is related, in the order of the adults."""
        return [name for name in self.fields if name.startswith("related_")]


class Others(forms.GovukForm):
    """Whether it was asked about children whom nobody mentioned (review 2.4: each adult's other children)."""

    others = radios(
        "Are there other children of these adults, also some who live elsewhere or are not yet born?",
        OTHER_CHILDREN,
        error_messages={"required": "Say whether there are other children of these adults; “Not asked” is an answer."},
    )


class Grades(forms.GovukForm):
    """DASH and BRAG, not done included, and what marked the incident."""

    dash = radios("DASH", Dash.choices(), Dash.NOT_DONE)
    dash_because = text("Why the DASH was not done, or what you know of it", longest=500)
    dash_perceived = django_forms.ChoiceField(
        label="If only believed done: the grade it was believed to have", required=False,
        choices=[("", "Not applicable"), *((grade.value, grade.label) for grade in GRADES)],
    )  # fmt: skip
    brag = radios("BRAG", Brag.choices(), Brag.NOT_DONE)
    brag_because = text("Why BRAG was not done, or what you know of it", longest=500)
    features = django_forms.MultipleChoiceField(
        label="What marked the incident?",
        choices=Feature.choices(),
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """A perceived grade belongs to a DASH that was only believed done; not done needs its reason."""
        told = self.cleaned_data
        if told.get("dash_perceived") and told.get("dash") != Dash.BELIEVED_DONE:
            self.add_error("dash_perceived", "Choose “Not applicable” unless the DASH is believed done and not found.")
        if told.get("dash") == Dash.NOT_DONE and not told.get("dash_because"):
            self.add_error("dash_because", "Say in a few words why the DASH was not done.")
        if told.get("brag") == Brag.NOT_DONE and not told.get("brag_because"):
            self.add_error("brag_because", "Say in a few words why BRAG was not done.")
        return told
