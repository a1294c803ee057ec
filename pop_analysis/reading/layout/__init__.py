"""Which sheet is which table, which column which field, and what is said once for many rows."""
