"""Design-system markup for every page: the template environment, form fields, and times in plain words.

Comes in: frozen pictures, Django forms, instants. Goes out: what a template shows. No decision is made here.
"""
