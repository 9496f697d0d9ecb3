"""The page Agencies and cover: who answers today for every function, and who is away (review 2.6, Table 1 diary management)."""
