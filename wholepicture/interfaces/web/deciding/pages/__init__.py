"""The picture of one family for those who decide about it: composed once, after the look is permitted and written down."""
