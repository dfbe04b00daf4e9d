"""Every question this room answers, a file for each kind of paper. Nothing here writes."""
