"""Questions about meals: days, classes, the kitchen, the month."""
