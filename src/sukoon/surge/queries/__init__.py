"""What can be asked of surge."""
