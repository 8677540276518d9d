"""The dock of all tensors of the run."""
