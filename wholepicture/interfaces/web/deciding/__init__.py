"""One page per family for whoever decides about its children: the pattern, what everybody brought, and the decision."""
