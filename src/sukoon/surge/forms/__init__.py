"""What is typed about surge."""
