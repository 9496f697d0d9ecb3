"""What the pattern of a family is, worked out from its facts: who counts, how often, in which direction, how they live.

Pure functions, on which every rule and the lane work; no rule is here (design promise 2, review 2.4 and 5.2 PL 1).
"""

from wholepicture.pathway.findings.pattern.ages import age_band as age_band
from wholepicture.pathway.findings.pattern.ages import birthday as birthday
from wholepicture.pathway.findings.pattern.ages import is_under as is_under
from wholepicture.pathway.findings.pattern.ages import outgrows as outgrows
from wholepicture.pathway.findings.pattern.counting import counted as counted
from wholepicture.pathway.findings.pattern.counting import interval_before as interval_before
from wholepicture.pathway.findings.pattern.counting import intervals as intervals
from wholepicture.pathway.findings.pattern.counting import nth as nth
from wholepicture.pathway.findings.pattern.counting import repeats as repeats
from wholepicture.pathway.findings.pattern.counting import reporters as reporters
from wholepicture.pathway.findings.pattern.counting import window_start as window_start
from wholepicture.pathway.findings.pattern.harm import HARMING as HARMING
from wholepicture.pathway.findings.pattern.harm import Alleged as Alleged
from wholepicture.pathway.findings.pattern.harm import allegations as allegations
from wholepicture.pathway.findings.pattern.harm import by_direction as by_direction
from wholepicture.pathway.findings.pattern.harm import causing_harm as causing_harm
from wholepicture.pathway.findings.pattern.harm import directions as directions
from wholepicture.pathway.findings.pattern.living import latest_arrangement as latest_arrangement
from wholepicture.pathway.findings.pattern.living import live_apart as live_apart
from wholepicture.pathway.findings.pattern.living import overnight_asked as overnight_asked
from wholepicture.pathway.findings.pattern.living import parents_elsewhere as parents_elsewhere
from wholepicture.pathway.findings.pattern.living import parents_of as parents_of
from wholepicture.pathway.findings.pattern.living import separated_on as separated_on
from wholepicture.pathway.findings.pattern.living import separations as separations
from wholepicture.pathway.findings.pattern.scoping import adults as adults
from wholepicture.pathway.findings.pattern.scoping import adults_among as adults_among
from wholepicture.pathway.findings.pattern.scoping import connection as connection
from wholepicture.pathway.findings.pattern.scoping import scope as scope
