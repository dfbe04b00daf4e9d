"""Every verb on matches and on how lines stand; the only writers of this room's tables."""
