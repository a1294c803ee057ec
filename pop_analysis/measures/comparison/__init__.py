"""Municipalities beside each other, and which statements about them hold."""
