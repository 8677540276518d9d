"""File > Report: what was trained, on what, and what came of it, as one page to keep or hand in."""
