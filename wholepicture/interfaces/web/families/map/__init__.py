"""The family map: who belongs, where they live now, who is alleged to harm whom, contact, and that another family is tied.

An address is a protected fact: homes have numbers. Another family is a box of which nothing is said (design promises 1, 13).
"""
