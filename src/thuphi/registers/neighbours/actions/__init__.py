"""Every verb of this room, a file for each noun; the only writers of its tables."""
