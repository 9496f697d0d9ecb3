"""The pictures of clerical review: frozen, so that a template only shows."""
