"""Everything that can be asked about coordination. Every answer starts from what `by` may see."""
