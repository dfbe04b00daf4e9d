"""Settlement files of providers: which provider wrote one, and what it pays over."""
