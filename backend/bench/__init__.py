"""`dangban bench`: how fast the program is, as ratios to bare endpoints measured in the same run."""
