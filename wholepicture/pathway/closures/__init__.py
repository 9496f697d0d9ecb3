"""Ending an involvement: evidence, a second person, rotation. Filled by a later issue (review 2.10, 6.1)."""
