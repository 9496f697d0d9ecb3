"""Pages: one folder per subject, each with urls, views, forms and pages; server-rendered, no JavaScript needed."""
