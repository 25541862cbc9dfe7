"""The assets as arrays: startups as drug programmes, plants as projects; below the steps."""
