"""Every read of findings: the pattern of a family in bulk, who waits to be looked at, and what stands with its answers."""

from wholepicture.pathway.findings.queries.gathering import Gathered as Gathered
from wholepicture.pathway.findings.queries.gathering import gather as gather
from wholepicture.pathway.findings.queries.gathering import patterns as patterns
from wholepicture.pathway.findings.queries.standing import AnswerTold as AnswerTold
from wholepicture.pathway.findings.queries.standing import NotFound as NotFound
from wholepicture.pathway.findings.queries.standing import NotOpened as NotOpened
from wholepicture.pathway.findings.queries.standing import Standing as Standing
from wholepicture.pathway.findings.queries.standing import ended_of_family as ended_of_family
from wholepicture.pathway.findings.queries.standing import of_family as of_family
from wholepicture.pathway.findings.queries.standing import of_incident as of_incident
from wholepicture.pathway.findings.queries.standing import pattern_of as pattern_of
from wholepicture.pathway.findings.queries.standing import standing as standing
from wholepicture.pathway.findings.queries.standing import unanswered as unanswered
from wholepicture.pathway.findings.queries.waiting import next_due as next_due
from wholepicture.pathway.findings.queries.waiting import size as size
from wholepicture.pathway.findings.queries.waiting import waiting as waiting
