"""Portfolios of drug compounds on many paths, as arrays: terms, draws, what is bought, funded and sold."""
