"""How good and how fast the matcher is, beside Splink: the data that judges it stands apart from the data it was made with."""
