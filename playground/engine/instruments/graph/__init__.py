"""The autograd graph of a loss: what backward walks through, and the gradients it meets there."""
