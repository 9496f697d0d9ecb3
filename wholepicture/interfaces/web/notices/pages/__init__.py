"""The frozen pictures of these pages: the work list, one item, the release queue and one held notice."""
