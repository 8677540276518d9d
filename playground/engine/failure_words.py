"""An exception as a sentence for the person."""

_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")


def describe_failure(error: Exception) -> str:
    """What went wrong and, where it is known, what to do."""
    words = str(error)
    if isinstance(error, MemoryError) or any(word in words.lower() for word in _MEMORY):
        return (
            "The device ran out of memory: use fewer units, a smaller batch or fewer rows, or "
            "another device."
        )
    first = words.strip().splitlines()[0] if words.strip() else type(error).__name__
    return f"Training failed: {first}"
