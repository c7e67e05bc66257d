"""The pure rules of surge."""
