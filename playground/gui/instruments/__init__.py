"""The docks that look inside a run. Each has a room of its own and a row in `table.py`."""
