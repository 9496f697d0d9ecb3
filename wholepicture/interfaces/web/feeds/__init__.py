"""Quarantine: what a file of the own agency could not bring in is corrected and released, or set aside, by a named person."""
