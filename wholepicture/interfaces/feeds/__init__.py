"""Inbound files, one module per feed. Filled by a later issue."""
