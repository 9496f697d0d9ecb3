"""The calendar of triage meetings, and one day's meeting: chair, open, who is there, close, cancel."""
