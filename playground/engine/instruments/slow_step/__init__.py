"""One step of training, phase by phase, on a twin of the run."""
