"""What is otherwise in one edition of the data than in another."""
