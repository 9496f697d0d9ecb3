"""The crash run: real programs and a real database are killed at random while a sender retries, and nothing may be lost.

It proves design promises 3, 4 and 12 where tests with a transaction around them cannot (review 2.6; safety G1). A run
that cannot go red proves nothing, so three classic faults are planted in turn (see `faults`).
"""
