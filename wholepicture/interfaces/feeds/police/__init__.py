"""Incidents of a police force from a file: one row for each person in an incident, as real exports are (review 2.4).

In: bytes of any usual encoding, delimiter and heading. Out: reports through the one intake, and the rest in quarantine
and in a file that can be mended and fed again. Who acts: an operator, or a job on a timer, for one agency.
"""
