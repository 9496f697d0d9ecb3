"""A synthetic partnership to look at and learn on: everybody is made up, every address does not exist."""
