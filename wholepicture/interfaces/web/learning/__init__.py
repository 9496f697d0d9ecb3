"""Learning: published and invented cases beside themselves, as they happened and with Whole Picture (review 5.2)."""
