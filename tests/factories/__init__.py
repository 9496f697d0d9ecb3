"""Makers of what tests need, one file for each app, through the real actions."""
