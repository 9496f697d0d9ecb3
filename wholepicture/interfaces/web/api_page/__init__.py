"""The page for developers of agencies' systems: the API described, on a page a person can read."""
