"""Old reports (text, web page, Word, PDF): their passages, and what these say of priorities. Nothing is guessed."""
