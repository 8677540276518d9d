"""Which learning rate: a range test on a copy of the run."""
