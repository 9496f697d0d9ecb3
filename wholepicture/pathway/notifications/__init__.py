"""Notices to named people: held or released, attempted, delivered, opened, answered, chased until a person answers.

Acts: the machine delivers and chases; recipients answer; specialists release (review 2.6, 2.8).
"""
