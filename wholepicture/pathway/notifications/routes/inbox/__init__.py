"""The inbox here: the platform is the carrier."""
