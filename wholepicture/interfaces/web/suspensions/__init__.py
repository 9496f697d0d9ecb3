"""Suspensions of triage and withdrawals from it: what stands, who has signed, and what waits for whoever reads it."""
