"""Every question this room answers: the shares, and what each of them is made of."""
