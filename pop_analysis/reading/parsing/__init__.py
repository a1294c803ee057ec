"""From the bytes of a file to its cells, by kind of file."""
