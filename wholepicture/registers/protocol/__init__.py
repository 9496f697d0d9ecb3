"""The agreed operating protocol: versioned decision tables and parameters, and the calendar (review 5.2 L&G 3)."""
