"""What changes in surge."""
