"""Every verb on meals; the only writers of this room's tables."""
