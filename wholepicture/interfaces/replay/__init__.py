"""Case files played through the real platform with the clock injected: the review as an acceptance test."""
