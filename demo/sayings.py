"""What the people of the partnership say of generated families: what they know, why they decided; nobody is meant."""

SAID: tuple[dict[str, str], ...] = (
    {
        "what": "Seen twice this quarter, with mother each time. Weight and immunisations are as they should be.",
        "childs_day": "Up at six, fed on the sofa, by day on the floor of the front room. Nights are not known to us.",
        "worries": "Nobody has asked where the child sleeps when the other parent has them.",
        "what_works": "Keeps appointments and rings back.",
        "proposal": "A visit within two days; each parent asked alone about nights.",
    },
    {
        "what": "Attendance fell from full to four days a week since September. Collected by an aunt on Fridays.",
        "childs_day": "Comes without breakfast on Mondays, stays for the late club, reads well.",
        "worries": "Tired, and watches the gate at home time.",
        "proposal": "The safeguarding lead speaks with the child tomorrow.",
    },
    {
        "what": "Two calls to an earlier address, four years ago. Nothing since at this one.",
        "childs_day": "Officers saw the child awake on the stairs.",
        "worries": "Bail conditions end on Friday.",
        "what_works": "She rang by herself.",
        "proposal": "A marker on the address.",
    },
    {
        "what": "Known to us since last spring; came to four of ten sessions and then no more.",
        "worries": "Drinks more since the separation, by his own account.",
        "proposal": "We offer him an appointment this week. He is not told why.",
    },
    {
        "what": "Early help with debt in the summer, closed after six weeks because the family moved.",
        "childs_day": "Not known to us.",
        "worries": "Closed without the children being seen.",
        "proposal": "An assessment with both homes in it.",
    },
    {
        "what": "She came alone in October and asked about sleep. Nothing was said of home.",
        "childs_day": "Not known to us.",
        "what_works": "She comes early when she worries about a child.",
    },
)
DECIDED = {
    "named_services": "Two repeats within a month and small children at home. Whom the family trusts can see the children at once.",
    "early_help": "A first report without injury; the parents ask for help with debts and nights.",
    "social_care_assessment": "What came in since shows more than one home and a child who is afraid. It needs an assessment.",
    "information_only": "No injury and no threat was seen, and the parents live apart.",
    "no_further_action": "Nobody at the table knows anything about this family.",
}
ASKED = "See the child, speak with each parent alone, and say what you found."
OBJECTED = "She told us of two more times that nobody reported. This is not for information only."
