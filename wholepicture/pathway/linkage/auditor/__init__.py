"""Another matcher (Splink) on the whole register, on one machine or on a Spark cluster.

Nothing here runs in the path of a report: it needs the extras `bulk` and `spark`, imports them only when it is called, and
decides nothing. Where it disagrees with the register, a reviewer is asked.
"""

from wholepicture.pathway.linkage.auditor.engines import opened as opened
from wholepicture.pathway.linkage.auditor.engines import weigh as weigh
from wholepicture.pathway.linkage.auditor.opinions import Opinion as Opinion
from wholepicture.pathway.linkage.auditor.opinions import Thought as Thought
from wholepicture.pathway.linkage.auditor.opinions import TooFew as TooFew
from wholepicture.pathway.linkage.auditor.opinions import opinion as opinion
from wholepicture.pathway.linkage.auditor.requirements import NotInstalled as NotInstalled
from wholepicture.pathway.linkage.auditor.requirements import check as check
