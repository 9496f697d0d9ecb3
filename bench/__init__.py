"""Benchmarks: each prints its figures in absolute terms and as a ratio to a baseline measured in the same run.

`python -m bench.inbox` measures from incident to inbox, `python -m bench.first_page` from nothing to the first page.
Nothing is asserted here: machines differ, and a figure is for reading beside its baseline.
"""
