"""The timeline of a family: what every agency told, drawn in lanes and as a table, filtered and paged (promises 2 and 5)."""
