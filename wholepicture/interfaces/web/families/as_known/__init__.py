"""A family as one agency had it at the end of one day, and beside it what had happened that it did not know (promise 5)."""
