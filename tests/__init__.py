"""The tests of Whole Picture: unit and integration mirror the package, journeys use a real browser, consistency holds house rules."""
