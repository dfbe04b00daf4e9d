"""Three carriers of messages in one house: an SMS gateway, Zalo's notices, a mail server."""
