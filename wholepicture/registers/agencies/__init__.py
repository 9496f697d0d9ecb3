"""Agencies, their teams, the functions they hold with inbox and hours, and who answers today (review 2.6, 7.7)."""
