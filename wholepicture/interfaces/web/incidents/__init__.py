"""Reporting an incident or a concern step by step, one's own reports, and an incident exactly as told (review 2.4)."""
