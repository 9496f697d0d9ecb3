"""Who did and saw what: append-only, hash-chained per agency, without foreign keys."""
