"""What looks inside a run: its tensors, its graph, its gradients, one step, other rates."""
