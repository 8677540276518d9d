"""The tensors of a run: which there are, what they measure, and the part of one that is seen."""
