"""The page What is stuck: lists that age, items that fail, workers that are silent; never anything of a person."""
