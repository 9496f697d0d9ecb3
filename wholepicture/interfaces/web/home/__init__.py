"""The home page by role: what I must do, what is new since I last looked, minutes beside the budget, the promises."""
