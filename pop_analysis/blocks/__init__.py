"""What exhibits hand to pages: blocks of text, tables and charts."""
