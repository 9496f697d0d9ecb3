"""The family: which children and adults belong together, from resolved people, their homes and carers.

Acts: the machine (review 3.3, 5.2 PL 2: the whole family, the non-resident father included).
"""
