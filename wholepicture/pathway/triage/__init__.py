"""The daily list: takes incidents in scope, lists each concerned family once with a lane and a clock.

Acts: the machine lists; contributions and decisions come with the next issue (review 2.4, 2.5, 3.7).
"""
