"""Searching for people before a record is made: one's own agency's, and those of families that one's teams may open."""
