"""The daily list: which families wait to be decided about, what is new in each, and by when."""
