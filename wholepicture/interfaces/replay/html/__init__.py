"""A replay as a picture for people: the case as it happened and with Whole Picture, side by side.

Comes in: the JSON object of `replay.document`. Goes out: one frozen picture, and the markup that page and file share.
"""
