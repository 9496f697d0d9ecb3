"""Every read of oversight: what is stuck, which workers live, and the promises checked over live data."""

from wholepicture.pathway.oversight.queries.checks import CHECKING as CHECKING
from wholepicture.pathway.oversight.queries.checks import STALE_AFTER as STALE_AFTER
from wholepicture.pathway.oversight.queries.checks import Broken as Broken
from wholepicture.pathway.oversight.queries.checks import Checked as Checked
from wholepicture.pathway.oversight.queries.checks import next_due_checks as next_due_checks
from wholepicture.pathway.oversight.queries.checks import promises_kept as promises_kept
from wholepicture.pathway.oversight.queries.checks import size_checks as size_checks
from wholepicture.pathway.oversight.queries.checks import waiting_checks as waiting_checks
from wholepicture.pathway.oversight.queries.news import FamilyNews as FamilyNews
from wholepicture.pathway.oversight.queries.news import family_news as family_news
from wholepicture.pathway.oversight.queries.promises import Breach as Breach
from wholepicture.pathway.oversight.queries.promises import breaches as breaches
from wholepicture.pathway.oversight.queries.replays import Kept as Kept
from wholepicture.pathway.oversight.queries.replays import begun_replays as begun_replays
from wholepicture.pathway.oversight.queries.replays import has_replay as has_replay
from wholepicture.pathway.oversight.queries.replays import kept_replay as kept_replay
from wholepicture.pathway.oversight.queries.stuck import Sign as Sign
from wholepicture.pathway.oversight.queries.stuck import Stuck as Stuck
from wholepicture.pathway.oversight.queries.stuck import failing as failing
from wholepicture.pathway.oversight.queries.stuck import heartbeats as heartbeats
from wholepicture.pathway.oversight.queries.stuck import next_due as next_due
from wholepicture.pathway.oversight.queries.stuck import stuck as stuck
