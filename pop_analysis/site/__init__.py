"""What stands around the pages: the index, its map, cards, PDF files, a folder for a web server."""
