"""From the bytes of a table to its cells, each as the text it is."""
