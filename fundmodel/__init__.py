"""Design public-private mega funds for bio: investor classes, foreign capital, startups and plants on one clock."""
