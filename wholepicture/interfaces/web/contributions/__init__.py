"""One short form on which a team says what it knows of a family that is triaged: for a phone, and for 90 seconds."""
