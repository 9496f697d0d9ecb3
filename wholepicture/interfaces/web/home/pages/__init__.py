"""The frozen picture of the home page, one file for each part of it."""
