"""The names of the judging data: Faker's lists of several countries, weighted by the decade of birth, and how they are told wrongly."""

import math
import random
import unicodedata
from collections import OrderedDict
from functools import cache
from importlib import import_module
from itertools import accumulate, product

# How the British are named: of which lists, and what share of households each has.
COMMUNITIES: dict[str, tuple[float, tuple[str, ...]]] = {
    "british": (0.74, ("en_GB", "en_US")),
    "irish": (0.04, ("en_IE",)),
    "south asian": (0.12, ("en_IN", "en_PK")),
    "african": (0.05, ("yo_NG", "tw_GH", "en_KE")),
    "european": (0.05, ("ro_RO", "it_IT", "pt_PT", "tr_TR")),
}
_FIRST_PARTS = (
    "ash black brad broad brock burn car chad clay cold crom dar dun east elm fair far field gar glen gold green hal "
    "ham hart haw hazel heath hock hol horn kil kirk lang lin long lyn marsh mel mid mill moor mor nor oak old pem pen "
    "pres raven red rid rock rother row sal sand shel sher sil stan stock strat sut thorn tre wal war wel west whit win wood"
)
_LAST_PARTS = (
    "bank bourne bridge brook bury by cliffe combe croft dale den don field ford gate grove ham hill holme hurst land "
    "leigh ley man mere more ridge shaw stead stock stone thorpe ton wall ward water way well wick wood worth"
)
_EVERYDAY = {
    "alexander": "alex sandy xander", "alexandra": "alex lexi sandra", "andrew": "andy drew", "anthony": "tony ant",
    "benjamin": "ben benji", "catherine": "cath kate cathy katie", "charles": "charlie chas", "charlotte": "charlie lottie",
    "christine": "chris chrissie tina", "christopher": "chris kit", "daniel": "dan danny", "david": "dave davey",
    "deborah": "deb debbie", "dorothy": "dot dotty", "edward": "ed ted eddie", "eleanor": "ellie nell nora",
    "elizabeth": "liz beth lizzie betty eliza", "emily": "em emmy", "frances": "fran", "francis": "frank",
    "frederick": "fred freddie", "gareth": "gaz", "geoffrey": "geoff", "georgina": "georgie gina", "gregory": "greg",
    "harry": "haz", "henry": "harry hal", "isabella": "bella izzy", "jacqueline": "jackie", "james": "jim jamie jimmy",
    "janet": "jan", "jennifer": "jen jenny", "jessica": "jess jessie", "john": "jack johnny", "jonathan": "jon jonny",
    "joseph": "joe joey", "joshua": "josh", "katherine": "kate kathy katie kat", "kathleen": "kath", "kenneth": "ken kenny",
    "kimberley": "kim", "lawrence": "larry laurie", "leonard": "len lenny", "margaret": "maggie peggy meg marge",
    "matthew": "matt matty", "megan": "meg", "michael": "mike mick mickey", "michelle": "shell", "mohammed": "mo",
    "natalie": "nat", "nathan": "nate", "nicholas": "nick nicky", "nicola": "nicky nic", "oliver": "ollie",
    "pamela": "pam", "patricia": "pat trish tricia", "patrick": "pat paddy", "pauline": "paula", "peter": "pete",
    "philip": "phil", "raymond": "ray", "rebecca": "becky bex becca", "richard": "rich dick ricky", "robert": "bob rob bobby robbie",
    "roger": "rodge", "ronald": "ron ronnie", "samantha": "sam sammy", "samuel": "sam sammy", "sarah": "sally",
    "stephanie": "steph", "stephen": "steve", "steven": "steve", "stuart": "stu", "susan": "sue susie", "terence": "terry",
    "theodore": "theo ted", "thomas": "tom tommy", "timothy": "tim", "victoria": "vicky tori", "vincent": "vince",
    "william": "will bill billy liam", "zachary": "zac",
}  # fmt: skip
_OTHER_SPELLINGS = (
    "mohammed muhammad mohamed mohammad", "catherine katherine kathryn", "sarah sara", "stephen steven", "philip phillip",
    "geoffrey jeffrey", "ann anne", "hannah hanna", "jon john", "claire clare", "lindsay lindsey", "leslie lesley",
    "sean shaun shawn", "aisha ayesha aysha", "hussain hussein hossain", "ahmed ahmad", "ali aly", "begum begom", "khan kahn",
    "smith smyth smythe", "clark clarke", "brown browne", "read reid reed", "thompson thomson", "stuart stewart",
    "davies davis", "philips phillips", "hughes hewes", "mathew matthew", "rebecca rebekah", "isabel isobel", "teresa theresa",
    "yusuf yousef yusef", "osman usman uthman", "fatima fatimah fathima", "zoe zoey", "macdonald mcdonald", "oneill oneal",
)  # fmt: skip
SPELLINGS = {
    word: tuple(other for other in line.split() if other != word) for line in _OTHER_SPELLINGS for word in line.split()
}
EVERYDAY = {formal: tuple(short.split()) for formal, short in _EVERYDAY.items()}


class Names:
    """Draws names of one community: the common ones often, by the decade of birth, and a long tail of rare surnames."""

    def __init__(self, community: str) -> None:
        self.forenames = {sex: _weighted(_forenames(community, sex)) for sex in "FM"}
        self.surnames = _weighted(_surnames(community))

    def forename(self, chance: random.Random, sex: str, year: int) -> str:
        """A forename that was given in that year: names come and go in waves of some thirty years."""
        names, weights = self.forenames[sex]
        drawn = chance.choices(names, cum_weights=weights, k=4)
        return min(drawn, key=lambda name: abs(_peak(name) - year))

    def surname(self, chance: random.Random) -> str:
        """A surname; Smith is one in 150, and four in ten are rare."""
        names, weights = self.surnames
        return chance.choices(names, cum_weights=weights)[0]


@cache
def names_of(community: str) -> Names:
    """Read once."""
    return Names(community)


def plain(name: str) -> str:
    """A name in plain letters, as a keyboard of this country has them."""
    apart = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o"))
    return "".join(c for c in apart if not unicodedata.combining(c))


@cache
def _peak(name: str) -> int:
    return random.Random(f"peak of {name}").randint(1935, 2025)


def _weighted(found: dict[str, float]) -> tuple[list[str], list[float]]:
    return list(found), list(accumulate(found.values()))


def _lists(community: str, kind: str) -> list[list[tuple[str, float]]]:
    """Each list with its own weights, or the weights of Zipf in an order that only the name decides."""
    lists = []
    for place in COMMUNITIES[community][1]:
        found = getattr(import_module(f"faker.providers.person.{place}").Provider, kind, None)
        if isinstance(found, OrderedDict):
            total = sum(found.values())
            lists.append([(plain(name), weight / total) for name, weight in found.items()])
        elif found:
            mixed = sorted(set(map(plain, found)), key=lambda name: random.Random(f"rank of {name}").random())
            total = sum(1 / math.sqrt(rank + 3) for rank in range(len(mixed)))
            lists.append([(name, 1 / math.sqrt(rank + 3) / total) for rank, name in enumerate(mixed)])
    return lists


def _together(lists: list[list[tuple[str, float]]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, weight in (each for one in lists for each in one if each[0].isascii()):
        found[name] = found.get(name, 0) + weight / len(lists)
    return found


def _forenames(community: str, sex: str) -> dict[str, float]:
    own = _lists(community, "first_names_female" if sex == "F" else "first_names_male")
    found = _together(own or _lists(community, "first_names"))
    if community == "south asian":
        found |= {"Mohammed": 0.08, "Muhammad": 0.05} if sex == "M" else {"Fatima": 0.02, "Aisha": 0.02}
    return found


def _surnames(community: str) -> dict[str, float]:
    found = _together(_lists(community, "last_names"))
    if community == "south asian":
        found |= {
            "Khan": 0.05,
            "Patel": 0.05,
            "Singh": 0.04,
            "Kaur": 0.02,
            "Ahmed": 0.03,
            "Hussain": 0.04,
            "Begum": 0.02,
        }
    if community != "british":
        return found
    rare = {f"{first}{last}".capitalize() for first, last in product(_FIRST_PARTS.split(), _LAST_PARTS.split())} - set(
        found
    )
    share = 0.4 / 0.6 * sum(found.values())
    total = sum(1 / (rank + 20) for rank in range(len(rare)))
    mixed = sorted(rare, key=lambda name: random.Random(f"rank of {name}").random())
    return found | {name: share / (rank + 20) / total for rank, name in enumerate(mixed)}
