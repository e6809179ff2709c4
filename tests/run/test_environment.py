"""The environment is brought up to date by what changed, and by nothing else."""

import errno
from pathlib import Path

import pytest

from launcher import environment, record
from launcher.problems import SetupProblem
from tests.run.pretend import Pretend


def kinds(asked: list[str]) -> list[str]:
    """What each call of the installer brought."""
    return [call.rsplit("/", 1)[1].removesuffix(".txt").removesuffix(".whl") for call in asked]


def test_first_run_installs_the_layers_and_the_wheel(pretend: Pretend) -> None:
    assert kinds(pretend.prepare()) == ["runtime", "build", "pt_chart-standard"]


def test_every_list_is_installed_by_hash_and_never_built(pretend: Pretend) -> None:
    for call in pretend.prepare()[:2]:
        assert "--require-hashes" in call
        assert "--only-binary :all:" in call
        assert "--compile-bytecode" in call


def test_the_wheel_is_installed_alone_and_from_disk(pretend: Pretend) -> None:
    wheel = pretend.prepare()[-1]
    assert "--no-deps" in wheel
    assert "--no-index" in wheel


def test_second_run_asks_nothing(pretend: Pretend, capsys: pytest.CaptureFixture[str]) -> None:
    pretend.prepare()
    capsys.readouterr()
    assert pretend.prepare() == []
    assert capsys.readouterr().out == ""


def test_a_new_layer_is_added_to_the_others(pretend: Pretend) -> None:
    pretend.prepare()
    assert kinds(pretend.prepare("runtime", "build", "test")) == ["test"]


def test_a_changed_list_is_installed_again(pretend: Pretend) -> None:
    pretend.prepare()
    pretend.write("packaging/requirements/runtime.txt", "alpha==1.1 \\\n    --hash=sha256:22\n")
    assert kinds(pretend.prepare()) == ["runtime"]


@pytest.mark.parametrize(
    "name", ["src/pt_chart/new.py", "forms/exam/back.toml", "resources/one.svg", "pyproject.toml"]
)
def test_changed_sources_bring_a_new_wheel(pretend: Pretend, name: str) -> None:
    pretend.prepare()
    pretend.write(name, "changed\n")
    assert kinds(pretend.prepare()) == ["pt_chart-standard"]


def test_what_python_leaves_beside_the_sources_does_not_count(pretend: Pretend) -> None:
    pretend.prepare()
    pretend.write("src/pt_chart/__pycache__/x.cpython-311.pyc", "")
    pretend.write("docs/page.md", "not shipped\n")
    assert pretend.prepare() == []


def test_dev_mode_stays_until_the_wheel_is_asked_for(pretend: Pretend) -> None:
    assert kinds(pretend.prepare(editable=True))[-1] == "pt_chart-editable"
    pretend.write("src/pt_chart/new.py", "")
    assert pretend.prepare() == []
    assert kinds(pretend.prepare(editable=False)) == ["pt_chart-standard"]


def test_bytecode_is_written_even_where_python_is_told_not_to(
    pretend: Pretend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    pretend.prepare(editable=True)
    assert list((pretend.root / "src/pt_chart/__pycache__").glob("__init__*.pyc"))


def test_a_failed_step_is_repeated_and_the_others_are_not(pretend: Pretend) -> None:
    pretend.prepare("runtime")
    pretend.answer("error: something")
    with pytest.raises(SetupProblem, match="installing the tool that builds"):
        pretend.prepare()
    pretend.answer("")
    assert kinds(pretend.prepare()) == ["build"]


def test_a_moved_environment_is_made_anew(pretend: Pretend) -> None:
    pretend.prepare()
    moved = pretend.root.with_name("moved")
    pretend.root.rename(moved)
    pretend.root = moved
    assert kinds(pretend.prepare()) == ["runtime", "build", "pt_chart-standard"]


def test_an_environment_whose_python_is_gone_is_made_anew(pretend: Pretend) -> None:
    pretend.prepare()
    pretend.environment().python.unlink()
    assert kinds(pretend.prepare()) == ["runtime", "build", "pt_chart-standard"]


def test_packages_can_be_left_out_with_their_hashes(pretend: Pretend) -> None:
    without = pretend.environment(without=("alpha",))
    without.prepare(["runtime", "build"])
    assert record.read(without.record_file).layers != {}
    assert "alpha" not in without._lock("runtime")
    assert "sha256:00" not in without._lock("runtime")
    assert "beta==2.0" in without._lock("runtime")


def test_too_little_space_is_said_before_anything_is_fetched(
    pretend: Pretend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "SPACE_NEEDED", 10**18)
    with pytest.raises(SetupProblem, match="GB free for") as caught:
        pretend.prepare()
    assert "PT_CHART_VENV" in caught.value.fix
    assert not (pretend.tools / "asked.txt").exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "full"), (errno.EROFS, "cannot be written"), (errno.EACCES, "cannot be wri")],
)
def test_what_the_disk_says_is_put_in_words(
    pretend: Pretend, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "no", str(pretend.root))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SetupProblem, match=said) as caught:
        pretend.prepare()
    assert "PT_CHART_VENV" in caught.value.fix


def test_without_the_venv_module_the_package_is_named(
    pretend: Pretend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "uv_command", lambda: None)
    monkeypatch.setattr(environment, "has_venv", lambda: False)
    with pytest.raises(SetupProblem, match="venv module is missing") as caught:
        pretend.prepare()
    assert "sudo apt-get install python3." in caught.value.fix


def test_a_damaged_record_means_setting_up_again(tmp_path: Path) -> None:
    damaged = tmp_path / "setup.json"
    damaged.write_text("{")
    assert record.read(damaged) == record.Record()
