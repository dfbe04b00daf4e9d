"""Questions about periods, by noun."""
