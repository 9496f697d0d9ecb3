"""Which records are the same person: takes records as told, gives each a resolved person, by exact evidence only in this version.

Acts: the machine; later also clerical reviewers (review 2.14: two practices, two records, one father).
"""
