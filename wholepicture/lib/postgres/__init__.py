"""A PostgreSQL of our own, or one that is named: where it is, who may do what in it, and whether it is safe to use."""


class ServerProblem(Exception):
    """Something about the database server that a person has to mend; the text is a sentence for that person."""
