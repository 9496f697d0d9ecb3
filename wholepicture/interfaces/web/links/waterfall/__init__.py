"""The evidence of a pair as a picture: where the odds begin, how far each field moves them, where they end, and the cut-offs."""
