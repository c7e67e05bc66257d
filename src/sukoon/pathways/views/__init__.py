"""The pages of pathways: reading, walking, reviewing, medicines."""
