"""The doors: translate the outside world into one call to an action or a query. No decisions here."""
