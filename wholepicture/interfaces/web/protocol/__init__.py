"""The page that says who is told what, by when and why, in plain words."""
