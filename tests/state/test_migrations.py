from playground.state.migrations import FORMAT, MIGRATIONS, migrate


def rename(content: dict[str, object]) -> dict[str, object]:
    return {"settings": content["options"]}


def add(content: dict[str, object]) -> dict[str, object]:
    return content | {"table": None}


def test_that_an_old_project_goes_through_every_step_in_order() -> None:
    steps = {1: rename, 2: add}
    assert migrate({"options": {"a": 1}}, 1, 3, steps) == {"settings": {"a": 1}, "table": None}
    assert migrate({"settings": {}}, 2, 3, steps) == {"settings": {}, "table": None}
    assert migrate({"settings": {}}, 3, 3, steps) == {"settings": {}}


def test_that_every_older_version_has_its_step() -> None:
    assert set(MIGRATIONS) == set(range(1, FORMAT))
