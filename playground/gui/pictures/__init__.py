"""Pictures of what a window shows: to the clipboard, to a file, or moving."""
