"""A folder appears whole or not at all."""

from pathlib import Path

import pytest

from pt_chart.host.whole_folder import made_whole


def test_the_folder_takes_its_name_when_it_is_done(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "chart"
    with made_whole(home) as making:
        (making / "a").write_text("1")
        assert not home.exists()
    assert (home / "a").read_text() == "1"
    assert [path.name for path in home.parent.iterdir()] == ["chart"]


def fill_until_full(home: Path) -> None:
    """Fill a folder until there is no room."""
    with made_whole(home) as making:
        (making / "half").touch()
        raise OSError("full")


def test_a_failure_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    home = tmp_path / "chart"
    home.mkdir()
    (home / "old").touch()
    with pytest.raises(OSError, match="full"):
        fill_until_full(home)
    assert [path.name for path in tmp_path.rglob("*")] == ["chart", "old"]


def test_what_a_kill_left_is_thrown_away_and_an_old_folder_replaced(tmp_path: Path) -> None:
    home = tmp_path / "chart"
    for left in (home, tmp_path / ".chart-killed"):
        left.mkdir()
        (left / "old").touch()
    with made_whole(home) as making:
        (making / "new").touch()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["chart", "new"]
