"""A sheet nobody made for this program: which column is what, what its verdicts mean, as files to be looked at."""
