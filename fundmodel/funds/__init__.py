"""The cash of funds at both levels and of their partners, as arrays; below the steps."""
