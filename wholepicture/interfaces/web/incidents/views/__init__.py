"""The views of reporting and of incidents as told: parse, one action or one page, render."""
