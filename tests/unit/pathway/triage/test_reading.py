"""What people write is read as an outcome or a recipient; "refer to health" is refused, however it is written (review 2.4)."""

import string
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.protocol import protocol_without_database
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import RecipientChoice
from wholepicture.registers.agencies import naming
from wholepicture.registers.agencies.terms import Function

NAMES = UUID("5f0c9a52-4a6c-4f0e-9a63-1d0f7f3f6a10")
OUTCOMES = protocol_without_database().parameters.outcomes
REFUSED = (
    "refer to health", "refer to Health.", "REFER TO HEALTH SERVICES", "referred 2 h e a l t h", "health", "Health",
    "HEALTH!", "pass to health colleagues", "inform health", "Refer to health!", "refer-to-health", "refertohealth",
    "r e f e r  t o  h e a l t h", "refer 2 hea1th", "refer to h3@lth", "Inform H.E.A.L.T.H", "refer to heatlh",
    "reffered to helth", "Health to follow up", "Health informed", "health will check", "share the information with health",
    "Police present. Refer to health. Mother safe.", "refer Charlie to health for follow up", "let health know",
    "ask health to see the child", "refer to health and education", "refer to education and health",
    "refer on to the relevant health professionals", "Pass this on to health care colleagues", "refer to healthcare",
    "refer to the NHS", "make a referral to health", "Referral to Health", "for health", "over to health", "via health",
    "refer to our health partners tomorrow", "Please r e f e r to h-e-a-l-t-h today", "told health services about it",
    "copy to health", "refer  to\thealth\n", "re-refer to health", "notify health", "send to health team", "Leave with health",
    "Police came. Refertohealth today.",
    "refer to health (universal)", 'refer to "health"', "refer to 'Health'", "to be followed up by health", "health's",
    "refer to health 3 times", "refer to the local health team", "refer to health trust", "Refer to health / education",
    "health/health", "contact health", "escalate to health", "liaise with health", "health are aware", "hlth",
    "ｒｅｆｅｒ ｔｏ ＨＥＡＬＴＨ", "refer to he\u00adalth", "refer to h\u200bealth", "refer to hеalth", "rеfеr to һealth",
    "refer to héàlth", "refer to 𝐡𝐞𝐚𝐥𝐭𝐡", "refer\u00a0to\u00a0health", "refer to health\u2026", "refer to ℎealth",
)  # fmt: skip
ALLOWED = (
    "refer to the health visitor", "Refer to the health visitor and school", "refer to health visiting", "healthy",
    "mental health service", "adult mental health", "refer to adult mental health", "refer to the adult mental health service",
    "her health is poor", "Health is poor", "in good health", "she left in poor health", "alcohol is harming his health",
    "risk to health", "damage to health", "The incident refers to a risk to health of the baby", "Charlie is healthy",
    "inform the health visitor", "tell the GP about her health", "health and safety executive", "no concerns about health",
    "refer to the sexual health clinic", "public health nursing", "ask the GP about mental health",
    "mother asked about health", "The mother told health visitors that he drinks", "See the mother's mental health history",
    "health needs assessment", "Refer to Mr Heath", "refer to Healthwatch", "refer to occupational health",
    "Police discussed health with mother", "Father's mental health and alcohol use", "refer to First Response",
    "the baby is in good health and is seen by the health visitor", "refer to the maternal mental health team",
    "we asked her GP for health information", "referred to the health and wellbeing hub", "wealth", "stealth",
    "The child's health, development and sleep", "Send the health chronology to First Response", "strategy discussion", "nfa",
    "Health visitor to see the baby within two days", "refer to the school's health mentor", "",
    "emotional health and resilience team", "child and adolescent mental health services", "hold until the health visitor answers",
    "refer to the perinatal mental health team", "The fifth report in five weeks. The mother is alone with the baby at night.",
)  # fmt: skip


@pytest.mark.parametrize("words", REFUSED)
def test_to_refer_to_a_whole_sector_is_refused_and_says_what_to_do_instead(words: str) -> None:
    assert rules.refers_to_a_sector(words)
    for what, field in (("Outcome", "outcome"), ("Reasons", "reasons"), ("What is asked", "recipients")):
        with pytest.raises(rules.ReferredToASector) as refused:
            rules.check_names_no_sector(words, what=what, field=field)
        assert refused.value.field == field
        assert str(refused.value).startswith(f"{what}: “")
        for instead in ("GP practice", "health visitor", "midwife", "school nurse", "by when"):
            assert instead in str(refused.value)


@pytest.mark.parametrize("words", ALLOWED)
def test_a_named_service_and_somebodys_own_health_are_never_refused(words: str) -> None:
    assert not rules.refers_to_a_sector(words)
    rules.check_names_no_sector(words, what="Reasons", field="reasons")


LOOKS_LIKE = {letter: [letter, letter.upper(), *alike] for letter, alike in naming.READ_AS.items()}
VERBS = ["refer", "Refer", "REFERRED", "pass", "send", "escalate", "referral", "signpost", "hand over", "re-refer"]
BETWEEN = ["", " ", ".", "-", "\u200b", "\u00ad", " . "]


@st.composite
def written_as_health(draw: st.DrawFn) -> str:
    """The word in any case, with lookalikes and anything invisible or empty between its letters."""
    between = draw(st.sampled_from(BETWEEN))
    letters = [draw(st.sampled_from(LOOKS_LIKE[letter])) for letter in "health"]
    return between.join(letters)


@given(
    st.sampled_from(VERBS), st.sampled_from(["to", "TO", "2", "to the", "to all", "to local"]), written_as_health(),
    st.sampled_from(["", ".", "!", " services", " colleagues", " team, please", " for follow up", " (today)", "\n"]),
    st.sampled_from(["", "Police were there. ", "No injuries; ", "Mother is safe.\n"]),
)  # fmt: skip
def test_no_way_of_writing_it_gets_through(verb: str, to: str, word: str, after: str, before: str) -> None:
    assert rules.refers_to_a_sector(f"{before}{verb} {to} {word}{after}")


@given(
    st.sampled_from(
        ["mental", "sexual", "her", "his", "the baby's", "poor", "good", "public", "emotional", "physical"]
    ),
    st.sampled_from(["see", "ask about", "worried about", "note", "consider"]),
)
def test_an_adjective_before_it_makes_it_something_else(adjective: str, verb: str) -> None:
    assert not rules.refers_to_a_sector(f"{verb} {adjective} health")


@given(st.text(alphabet=string.printable, max_size=200))
def test_anything_can_be_read(words: str) -> None:
    assert rules.refers_to_a_sector(words) in (True, False)


def test_long_text_is_read_quickly_however_it_is_made() -> None:
    for words in ("refer " * 4000, "h " * 20000, "refertothe" * 2000, "h.e.a.l.t." * 3000, "to health visitor " * 2000):
        assert not rules.refers_to_a_sector(words)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("no_further_action", "no_further_action"),
        ("No further action", "no_further_action"),
        ("  NFA. ", "no_further_action"),
        ("refer to children's social care", "social_care_assessment"),
        ("Refer to First Response", "social_care_assessment"),
        ("refer to EARLY HELP", "early_help"),
        ("strategy discussion", "strategy_discussion"),
    ],
)
def test_an_outcome_is_read_by_its_id_its_label_or_another_name(words: str, meant: str) -> None:
    assert rules.outcome(words, OUTCOMES).id == meant


@pytest.mark.parametrize("words", ["", "  ", "refer to somebody", "action further no", "refer to the health visitor"])
def test_what_is_not_on_the_list_is_refused_with_the_list(words: str) -> None:
    with pytest.raises(
        rules.OutcomeNotKnown, match="Choose one of these: Strategy discussion; Assessment by"
    ) as refused:
        rules.outcome(words, OUTCOMES)
    assert refused.value.field == "outcome"


def test_to_refer_to_a_sector_is_refused_as_an_outcome_and_as_a_recipient() -> None:
    with pytest.raises(rules.ReferredToASector) as refused:
        rules.outcome("refer to health", OUTCOMES)
    assert refused.value.field == "outcome"
    with pytest.raises(rules.ReferredToASector) as refused:
        rules.recipient("health", [choice(Function.GP)])
    assert refused.value.field == "recipients"


def choice(function: Function, agency: str = "Elm Road", team: str = "Desk", about: str = "Charlie") -> RecipientChoice:
    """Somebody who can be asked."""
    post = uuid5(NAMES, f"{function} {agency} {team}")
    return RecipientChoice(post, function, agency, team, uuid5(NAMES, about), about, held=False)


CHOICES = [
    choice(Function.FIRST_RESPONSE, "The council", "Front door"),
    choice(Function.GP, "Elm Road", "Doctors"),
    choice(Function.GP, "Oak Street", "Doctors", "Kyle"),
    choice(Function.HEALTH_VISITOR, "Community trust", "East"),
    choice(Function.HEALTH_VISITOR, "Community trust", "East", "Sam"),
]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("first_response", 0),
        ("First Response, children's social care", 0),
        ("front door", 0),
        ("GP practice, Elm Road", 1),
        ("oak street", 2),
        ("health visitor", 3),
        ("HEALTH_VISITOR", 3),
        ("Community trust: East", 3),
    ],
)
def test_a_recipient_is_read_by_function_agency_or_team(words: str, place: int) -> None:
    assert rules.recipient(words, CHOICES) == CHOICES[place]


def test_a_recipient_who_can_mean_several_is_asked_about() -> None:
    with pytest.raises(rules.RecipientNotClear, match=r"GP practice \(Elm Road, Doctors\); GP practice \(Oak Street"):
        rules.recipient("GP practice", CHOICES)


@pytest.mark.parametrize("words", ["the school", "", "gp practice gp practice"])
def test_a_recipient_whom_nobody_knows_is_refused_with_those_who_can_be_asked(words: str) -> None:
    with pytest.raises(rules.RecipientNotKnown, match="Choose one of these: First Response"):
        rules.recipient(words, CHOICES)


def test_with_nobody_in_the_directory_it_says_whom_to_tell() -> None:
    with pytest.raises(rules.RecipientNotKnown, match="Nobody in the directory can be asked"):
        rules.recipient("the school", [])
