"""Splink's default over a file, in a process of its own: `python -m bench.matching.splink_batch FILE PAIRS CLUSTERS`.

As `wholepicture linkage match`: reads the list, learns, compares, writes pairs and clusters; `bench.matching.speed` times both.
"""

import sys

import duckdb

from bench.matching import strongest_splink

LINK = 0.95
READ = """
    select id as unique_id, nullif(lower(forename), '') as forename, nullif(lower(surname), '') as surname,
        nullif(dob, '') as dob, nullif(sex, '') as sex, nullif(postcode, '') as postcode, nullif(nhs_number, '') as nhs,
        left(nullif(dob, ''), 4) as born_year, split_part(nullif(postcode, ''), ' ', 1) as district
    from read_csv(?, all_varchar = true)
"""


def main() -> int:
    """Link one list."""
    file, pairs, clusters = sys.argv[1:]
    records = duckdb.connect().execute(READ, [file]).to_arrow_table()
    linker = strongest_splink.default(records)
    found = linker.inference.predict(threshold_match_probability=LINK)
    found.as_duckdbpyrelation().select("unique_id_l, unique_id_r, match_probability").write_csv(pairs)
    together = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=LINK)
    together.as_duckdbpyrelation().select("unique_id, cluster_id").write_csv(clusters)
    return 0


if __name__ == "__main__":
    sys.exit(main())
