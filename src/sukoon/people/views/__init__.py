"""The pages about persons."""
