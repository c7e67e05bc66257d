"""What holds in coordination, as pure functions over plain values."""
