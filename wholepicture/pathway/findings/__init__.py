"""What the pattern of a family shows: takes families and their incidents, gives findings by named rules, answered by people.

Acts: the machine finds, practitioners answer with a reason (review 2.4, 3.2, 5.2 PL 1: five calls, each looked at alone).
"""
