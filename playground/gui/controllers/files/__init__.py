"""Projects and tables: reading, saving, predicting, exporting."""
