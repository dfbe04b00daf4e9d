"""Every way of paying over real HTTP, and everything that its provider can do wrong."""
