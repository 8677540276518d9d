"""The runs of a project: what each was set to, how it went, and how it was left."""
