"""The page of a family for those who triage it: who belongs to it, what the pattern shows, and answers to that (promise 2)."""
