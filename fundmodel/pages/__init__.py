"""Pages of the screen, one file each; they ask, lay out and word, and compute nothing."""
