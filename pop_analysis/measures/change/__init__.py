"""What became of the same priorities: from one year to the next, and from one contract to the next."""
