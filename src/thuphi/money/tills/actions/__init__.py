"""Every verb of the cash desk; the only writer of this room."""
