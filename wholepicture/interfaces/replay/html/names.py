"""What the ids of a case file stand for, in a replay's words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wholepicture.interfaces.replay.case import UNNAMED
from wholepicture.registers.agencies.terms import Function

ID = re.compile(r"\{([^{}]+)\}")
FUNCTIONS = {function.value: function.label for function in Function}
SAFEGUARDING_PARTNERSHIP = "safeguarding_partnership"


@dataclass(frozen=True)
class Names:
    """Agencies and people of one case, by the file's ids."""

    agencies: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def agency(self, id_: str) -> str:
        """An agency's name; of one that the file has not, its id in words."""
        if id_ == UNNAMED:
            return "an agency that the file does not name"
        return self.agencies.get(id_) or id_.replace("_", " ").capitalize()

    def person(self, id_: str) -> str:
        """A person's name, with what the file calls them where that says more than the name."""
        name = self.people.get(id_, "")
        words = id_.replace("_", " ")
        if not name:
            return words
        return name if words.casefold() in name.casefold() else f"{name} ({words})"

    def people_in(self, about: str) -> str:
        """A person, or several whose ids stand in a row."""
        return ", ".join(self.person(each) for each in about.split(", ") if each)

    def in_words(self, text: str) -> str:
        """Put names in place of ids in braces."""
        return ID.sub(self._named, text)

    def whom(self, function: str, agency: str) -> str:
        """A function and its agency: "Health visitor, Public Health Nursing"."""
        label, name = FUNCTIONS.get(function, function.replace("_", " ").capitalize()), self.agency(agency)
        return f"{label}, {name}" if agency and name != label else label

    def functions(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Labels of functions."""
        return tuple(FUNCTIONS.get(each, each) for each in ids)

    def _named(self, found: "re.Match[str]") -> str:
        id_ = found.group(1)
        if id_ in self.people:
            return self.person(id_)
        return self.agency(id_) if id_ in self.agencies or id_ == UNNAMED else found.group(0)
