"""Safety plans, step-down plans and reviews. Filled by a later issue (review 5.2 PL 3)."""
