"""The `wholepicture` commands and the worker."""
