"""payOS from its own side: payment requests, a hosted page, and a signed webhook."""
