"""Child-focused assessment and versioned professional tools. Filled by a later issue (review 5.2 L&G 5)."""
