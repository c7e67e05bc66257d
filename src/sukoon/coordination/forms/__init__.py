"""What is typed in coordination."""
