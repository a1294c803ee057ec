"""What pop-analysis is measured by: one module a topic, one command, one document (``make bench``)."""
