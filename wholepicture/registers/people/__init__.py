"""Persons as each agency knows them, identifiers, relationships, households and protected facts (review 2.2, 2.14)."""
