"""Possible links: records that may be one person, side by side for a clerical reviewer, and every link with its undoing (review 2.14)."""
