"""What the pattern shows: one file per rule. Filled by the next issue (review 5.2 PL 1)."""
