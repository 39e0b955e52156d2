"""A post to many groups on few robots: whether each keeps its pace, and whether it ends when it was said to."""
