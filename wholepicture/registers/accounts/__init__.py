"""Users, sign-in, keys of agency systems, and roles as data."""
