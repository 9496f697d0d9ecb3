"""Whole Picture: a governed record, shared by agencies, of children living with domestic abuse."""
