"""What may safely be taken from the list itself: its size, and how common each forename, surname and postcode is in it."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wholepicture.pathway.linkage.matcher.bulk.names import Ints
from wholepicture.pathway.linkage.matcher.bulk.table import Table
from wholepicture.pathway.linkage.matcher.parameters import Frequencies, Parameters
from wholepicture.pathway.linkage.matcher.terms import Field

# A short list says little about how common a name is: this many people of the shipped frequencies count beside it.
BESIDE = 2_000


def adapted(table: Table, parameters: Parameters) -> Parameters:
    """Return the parameters with the size and the frequencies of this list."""
    told = {
        Field.FORENAME: (table.names.joined, table.forename),
        Field.SURNAME: (table.names.joined, table.surname),
        Field.HOME: (table.postcodes.texts, table.postcode),
    }
    found = {field: _frequencies(texts, rows, parameters.frequencies[field]) for field, (texts, rows) in told.items()}
    return replace(parameters.of_size(len(table)), frequencies=found)


def _frequencies(texts: NDArray[np.object_], rows: Ints, shipped: Frequencies) -> Frequencies:
    """Shares in the list, drawn towards the shipped ones; one of those who share a value is not counted."""
    counts = np.bincount(rows, minlength=len(texts))
    counts[0] = 0
    total = int(counts.sum())
    common = {
        text: (max(count - 1, 0.5) + BESIDE * shipped.of(text)) / (total + BESIDE)
        for text, count in zip(texts.tolist(), counts.tolist(), strict=True)
        if count
    }
    return Frequencies(common, shipped.otherwise)
