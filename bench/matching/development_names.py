"""Forenames and surnames of the development generator, by community, commonest first; every person made of them is synthetic."""

from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True)
class Community:
    """Names that go together, how many of its surnames are made up, and its share of households."""

    share: float
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    surnames: tuple[str, ...]
    tail: float


_BRITISH = Community(
    0.74,
    _words(
        """
        olivia emily sophie jessica amelia charlotte chloe emma sarah lucy grace megan ella isla ava mia lily
        hannah amy lauren katie rebecca elizabeth claire laura rachel jennifer victoria catherine samantha gemma
        kelly nicola louise michelle lisa karen susan julie margaret patricia christine helen jane tracey donna
        deborah alison amanda angela jacqueline caroline abigail bethany poppy freya evie ruby scarlett isabella
        daisy phoebe florence alice rosie matilda eleanor molly holly leah jasmine zoe paige georgia eve summer
        harriet willow elsie evelyn sienna imogen maisie layla esme aria kirsty heather fiona lorraine sandra
        pauline jean joan dorothy doreen sheila maureen barbara ann mary shannon courtney kayleigh stacey
        danielle natasha stephanie kimberley jodie rhiannon
        """
    ),
    _words(
        """
        oliver jack harry george thomas james william charlie daniel joshua samuel matthew joseph alexander
        benjamin luke adam ryan david michael andrew paul mark stephen john robert richard christopher peter
        simon ian anthony kevin steven gary lee jason nathan liam callum connor kieran kyle jordan bradley jacob
        noah leo oscar alfie archie ethan logan mason dylan riley tyler jake max lewis isaac edward henry arthur
        theo freddie finley toby harrison jamie aaron sean craig stuart darren wayne neil graham keith brian
        alan colin derek trevor roger kenneth ronald raymond dennis gordon frederick albert ernest stanley reece
        ashley dominic patrick timothy nicholas jonathan philip
        """
    ),
    _words(
        """
        smith jones williams taylor brown davies evans wilson thomas johnson roberts walker wright robinson
        thompson white hughes edwards hall green martin wood harris lewis clarke jackson clark turner hill scott
        cooper morris moore ward king watson baker harrison morgan young allen mitchell phillips james anderson
        lee bell campbell parker davis miller bennett cook shaw simpson price griffiths richardson stewart
        marshall collins carter murphy kelly gray murray adams cox rogers ellis foster wilkinson reid mills hunt
        graham palmer barnes fisher dixon chapman mason russell webb stevens rose holmes lloyd butler knight
        matthews pearson ford powell fletcher lane barker hunter marsh gibson owen harvey cole grant saunders
        burton doyle byrne ryan osullivan oneill walsh brennan
        """
    ),
    0.45,
)
_SOUTH_ASIAN = Community(
    0.13,
    _words(
        """
        fatima aisha zainab maryam khadija amina hafsa sana sadia nadia shabana rukhsana nasreen farah samina
        shazia priya anjali neha pooja sunita kavita meera simran jaspreet harpreet manpreet gurpreet nusrat
        rahima sultana
        """
    ),
    _words(
        """
        mohammed muhammad ali ahmed hassan hussain omar ibrahim yusuf bilal imran usman hamza zain abdul tariq
        asif kamran raj amit sanjay rahul vikram arjun rohan gurdeep harjit balvinder jaspal rashid shahid
        nadeem faisal adil
        """
    ),
    _words(
        """
        khan patel singh ahmed ali hussain kaur begum shah akhtar mohammed islam rahman miah uddin iqbal mahmood
        malik kumar sharma bibi hussein choudhury chowdhury mirza raja bhatti qureshi siddiqui sheikh desai
        mehta gill
        """
    ),
    0.06,
)
_EASTERN = Community(
    0.08,
    _words(
        """
        anna katarzyna agnieszka maria magdalena malgorzata joanna monika zofia julia zuzanna aleksandra ewa
        natalia elena ioana andreea mihaela gabriela kristina daiva rasa olga tatiana svetlana ivana milena
        """
    ),
    _words(
        """
        piotr krzysztof andrzej tomasz pawel jan michal marcin jakub filip mateusz lukasz wojciech kacper szymon
        andrei mihai alexandru ionut stefan florin vasile ivan georgi dimitar tomas jonas mantas sergei dmitri
        """
    ),
    _words(
        """
        nowak kowalski wisniewski wojcik kaminski lewandowski zielinski szymanski wozniak dabrowski popa popescu
        ionescu radu dumitru stan georgescu ivanov petrov dimitrov kazlauskas petrauskas jankauskas novak horvat
        balog
        """
    ),
    0.3,
)
_AFRICAN = Community(
    0.05,
    _words(
        """
        blessing grace mercy precious joy esther ruth abena ama chiamaka ngozi amina hodan ayaan sagal halima
        """
    ),
    _words(
        """
        emmanuel samuel daniel kwame kofi chidi emeka tunde segun abdi mohamed ahmed hassan abdirahman joseph
        """
    ),
    _words(
        """
        mensah owusu boateng okafor adeyemi okonkwo eze balogun mohamed ali hassan abdi osman hussein jama
        kamara
        """
    ),
    0.2,
)
COMMUNITIES = (_BRITISH, _SOUTH_ASIAN, _EASTERN, _AFRICAN)
BEGINNINGS = _words(
    """
        ash ald bar bex bram brad bur cal car chad cor cran dal den dray ed el fair fen gar glen gos had hal ham
        hart hay hel hol hux in kel kem kin lam lang lin lod mal mar mel mid mor nor oak ock pad pen pres quar
        rad ram rip ros rush sal sand sel shel sher sib sil stan stock sut tad tar thax thorn til tod tun up van
        wal wel wes whit wick wim wol wrex
        """
)
MIDDLES = (
    "",
    *_words(
        """
         er en ing le and mer bel ton
        """
    ),
)
ENDINGS = _words(
    """
        ton ham ley ford wood well field worth stead by thorpe wick combe dale more man ridge gate shaw bourne
        den head hurst low
        """
)
NICKNAMES = {
    "alexander": "alex", "alexandra": "alex", "benjamin": "ben", "samuel": "sam", "samantha": "sam", "thomas": "tom",
    "matthew": "matt", "joshua": "josh", "daniel": "dan", "william": "will", "robert": "bob", "richard": "rick",
    "michael": "mike", "christopher": "chris", "christine": "chris", "andrew": "andy", "anthony": "tony", "edward": "ted",
    "elizabeth": "liz", "catherine": "kate", "rebecca": "becky", "jessica": "jess", "victoria": "vicky", "charlotte": "lottie",
    "abigail": "abbie", "eleanor": "ellie", "margaret": "maggie", "patricia": "pat", "susan": "sue", "jennifer": "jenny",
    "stephen": "steve", "steven": "steve", "nicholas": "nick", "jonathan": "jon", "timothy": "tim", "philip": "phil",
    "joseph": "joe", "frederick": "fred", "harrison": "harry", "isabella": "bella", "deborah": "debbie", "amanda": "mandy",
    "jacqueline": "jackie", "kimberley": "kim", "stephanie": "steph", "nicola": "nicky", "mohammed": "mohammad",
    "muhammad": "mohammed", "ahmed": "ahmad", "yusuf": "yousuf", "hussain": "hussein", "aisha": "ayesha", "katarzyna": "kasia",
    "agnieszka": "aga", "malgorzata": "gosia", "aleksandra": "ola", "tomasz": "tomek", "jakub": "kuba", "piotr": "peter",
    "james": "jim", "john": "jack", "david": "dave", "ronald": "ron", "kenneth": "ken", "raymond": "ray",
}  # fmt: skip
