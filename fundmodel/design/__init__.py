"""Solving instead of guessing: terms that give an answer, efficient terms, what investors make of them."""
