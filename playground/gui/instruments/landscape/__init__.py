"""The loss landscape: a slice of the loss around the weights of the run, as a map."""
