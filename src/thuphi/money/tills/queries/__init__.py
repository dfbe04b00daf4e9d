"""Questions about cash, by noun."""
