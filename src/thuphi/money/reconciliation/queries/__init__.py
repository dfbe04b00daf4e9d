"""Questions about reconciliation, by noun."""
