"""What the levers of public support are worth, on runs of the funds with and without them."""
