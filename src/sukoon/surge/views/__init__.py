"""Pages of surge."""
