"""My work, one item of it, and the release queue: what named people are told, answer, and release (review 2.6, 2.8, 2.14)."""
