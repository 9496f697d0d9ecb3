"""JSON over HTTP for agencies' own systems: one module per resource (review 5.2, L&G 3)."""
