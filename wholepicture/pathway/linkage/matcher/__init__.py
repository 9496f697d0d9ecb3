"""Two descriptions of people compared: one person, two of one household, or strangers, with the evidence. Plain Python.

`bulk` does the same for whole lists and is imported by itself, so that one comparison needs no numpy.
"""

from wholepicture.pathway.linkage.matcher.comparing import Compared as Compared
from wholepicture.pathway.linkage.matcher.comparing import Evidence as Evidence
from wholepicture.pathway.linkage.matcher.comparing import compare as compare
from wholepicture.pathway.linkage.matcher.parameters import CutOff as CutOff
from wholepicture.pathway.linkage.matcher.parameters import InvalidParameters as InvalidParameters
from wholepicture.pathway.linkage.matcher.parameters import Parameters as Parameters
from wholepicture.pathway.linkage.matcher.parameters import load as load
from wholepicture.pathway.linkage.matcher.terms import Field as Field
from wholepicture.pathway.linkage.matcher.terms import PairClass as PairClass
from wholepicture.registers.people.described import Described as Described
from wholepicture.registers.people.keys import keys as keys
from wholepicture.registers.people.keys import query_keys as query_keys
