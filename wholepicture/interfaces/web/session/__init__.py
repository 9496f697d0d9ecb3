"""Signing in and out, the start page, and the neutral page for a screen that somebody else can see."""
