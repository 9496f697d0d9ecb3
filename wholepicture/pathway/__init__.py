"""The work: one folder per step an incident takes, from the report to the end of an involvement."""
