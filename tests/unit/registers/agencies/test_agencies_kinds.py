"""The kinds of agency are closed, and none is called after a whole sector (review 2.6)."""

import importlib
import pkgutil

import pytest

from wholepicture.registers.agencies import kinds, naming
from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

SPELLINGS = [
    "health", "Health", "HEALTH", " health ", "h e a l t h", "h-e-a-l-t-h", "He_al_th", "health.", "Health!", '"Health"',
    "\u200bhe\u200balth", "heálth", "ｈｅａｌｔｈ", "h\u0435\u0430lth", "hea1th", "h34l7h", "The Health", "Health service",
    "NHS Health", "all health services", "health-care", "Health and care partners", "ℋealth",
]  # fmt: skip
SERVICES = [
    "Health visiting", "health_visitor", "Adult mental health service", "adult_mental_health", "Public health nursing",
    "Healthy Start", "Heath Road Surgery", "Heather Lane School", "Women's health clinic", "",
]  # fmt: skip


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_whole_sector_is_recognised_in_any_spelling(text: str) -> None:
    with pytest.raises(naming.CalledHealth, match="Name the service instead"):
        naming.check_name(text, what="agency")


@pytest.mark.parametrize("text", SERVICES)
def test_the_name_of_a_service_is_allowed(text: str) -> None:
    naming.check_name(text, what="agency")


@pytest.mark.parametrize("text", SPELLINGS)
def test_no_kind_can_be_made_by_that_name(text: str) -> None:
    with pytest.raises(naming.CalledHealth):
        Kind(id=text, label="A label", functions=())
    with pytest.raises(naming.CalledHealth):
        Kind(id="a_kind", label=text, functions=())


def test_no_registered_kind_and_no_function_is_called_so() -> None:
    for kind in kinds.KINDS.values():
        assert not naming.names_a_sector(kind.id)
        assert not naming.names_a_sector(kind.label)
    for function in Function:
        assert not any(naming.names_a_sector(text) for text in (function.name, function.value, function.label))


def test_the_register_is_closed() -> None:
    with pytest.raises(TypeError):
        kinds.KINDS["another"] = kinds.KINDS["police"]  # type: ignore[index]


def test_every_file_is_registered_under_its_own_name() -> None:
    files = {module.name for module in pkgutil.iter_modules(kinds.__path__)}

    assert files == set(kinds.KINDS)
    for name in files:
        assert importlib.import_module(f"{kinds.__name__}.{name}").KIND is kinds.KINDS[name]


def test_every_function_can_be_held_by_some_kind() -> None:
    assert {function for kind in kinds.KINDS.values() for function in kind.functions} == set(Function)


def test_only_services_for_people_who_cause_harm_are_held_for_release() -> None:
    assert [kind.id for kind in kinds.KINDS.values() if kind.serves_person_causing_harm] == ["perpetrator_service"]
