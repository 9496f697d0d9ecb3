"""Every read of oversight: what is stuck, which workers live, and the promises checked over live data."""

from wholepicture.pathway.oversight.queries.promises import Breach as Breach
from wholepicture.pathway.oversight.queries.promises import breaches as breaches
from wholepicture.pathway.oversight.queries.stuck import Sign as Sign
from wholepicture.pathway.oversight.queries.stuck import Stuck as Stuck
from wholepicture.pathway.oversight.queries.stuck import failing as failing
from wholepicture.pathway.oversight.queries.stuck import heartbeats as heartbeats
from wholepicture.pathway.oversight.queries.stuck import next_due as next_due
from wholepicture.pathway.oversight.queries.stuck import stuck as stuck
