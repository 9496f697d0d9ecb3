"""Inbound files, one folder per feed. Every row is accepted, or rejected with its reason; the file is kept as it came."""
