"""What a report may become, when it is due, whom it goes to and what follows when it is late."""
