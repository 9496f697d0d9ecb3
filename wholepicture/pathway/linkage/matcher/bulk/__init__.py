"""Whole lists compared at once: the same keys and levels as for one pair, in numpy, with bounded memory."""

from wholepicture.pathway.linkage.matcher.bulk.matching import Pairs as Pairs
from wholepicture.pathway.linkage.matcher.bulk.matching import match as match
from wholepicture.pathway.linkage.matcher.bulk.matching import of_list as of_list
from wholepicture.pathway.linkage.matcher.bulk.table import Table as Table
