"""An exception as a sentence for the person."""

_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")


def is_out_of_memory(error: Exception) -> bool:
    """Whether the device or the machine had no memory left."""
    return isinstance(error, MemoryError) or any(w in str(error).lower() for w in _MEMORY)


def describe_failure(error: Exception) -> str:
    """What went wrong and, where it is known, what to do."""
    if is_out_of_memory(error):
        return (
            "The device ran out of memory: use fewer units, a smaller batch or fewer rows, or "
            "another device."
        )
    words = str(error)
    first = words.strip().splitlines()[0] if words.strip() else type(error).__name__
    return f"Training failed: {first}"
