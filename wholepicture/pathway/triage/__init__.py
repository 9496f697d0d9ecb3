"""The daily list: each agency's contribution and the decision with named recipients. Filled by a later issue (review 2.5)."""
