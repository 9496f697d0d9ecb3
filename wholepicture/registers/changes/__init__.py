"""What changed of late: whose version rose, what came in and what was worked out, for the machine's work lists to begin from."""
