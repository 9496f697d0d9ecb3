"""Outbound files and returns, one module per export. Filled by a later issue."""
