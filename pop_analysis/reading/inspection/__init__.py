"""Before a parser opens a file: what kind it is, and what it would cost to read it."""
