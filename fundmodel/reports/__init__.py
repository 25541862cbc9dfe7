"""What leaves the project: headline, bundle, and how they read on a terminal."""
