"""Gradients over time: curves and histograms of every layer, and a sentence on what is wrong."""
