"""One step, slowly: the dock that goes through the next step phase by phase."""
