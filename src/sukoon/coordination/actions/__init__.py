"""Everything that can be done in coordination."""
