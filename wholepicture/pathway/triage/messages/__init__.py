"""What each recipient of this step reads: one file per kind of document, each built for one recipient."""
