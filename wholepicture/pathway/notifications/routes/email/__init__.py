"""E-mail that says only that there is an item."""
