"""The two wheels, alone in a new environment, are a working Gaoxin."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKS = ROOT / "src" / "gaoxin_packs"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Build from a copy that holds only what git would carry."""
    copy = tmp_path_factory.mktemp("build")
    for name in (
        "pyproject.toml",
        "README.md",
        "README.zh-CN.md",
        "CHANGELOG.md",
        "LICENSE",
        "NOTICE",
        "dev",
        "src",
    ):
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(place, copy / name)
    script = [sys.executable, str(copy / "dev" / "build_wheels.py"), str(copy / "dist")]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Path(line) for line in done.stdout.splitlines()]


def test_the_packs_wheel_holds_every_pack(wheels: list[Path]):
    inside = set(zipfile.ZipFile(wheels[1]).namelist())
    data = {f"gaoxin_packs/{p.relative_to(PACKS).as_posix()}" for p in PACKS.rglob("*.yaml")}
    assert {"gaoxin_packs/__init__.py", "gaoxin_packs/py.typed"} | data <= inside


def test_the_packs_wheel_holds_the_example_and_no_made_data(wheels: list[Path]):
    inside = set(zipfile.ZipFile(wheels[1]).namelist())
    files = [p for p in (PACKS / "examples").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert {"demo.toml", "gaoxin.toml", "ranges.csv", "synthetic.yaml", "project.md"} <= {
        p.name for p in files
    }
    assert {f"gaoxin_packs/{p.relative_to(PACKS).as_posix()}" for p in files} <= inside
    assert sum(p.stat().st_size for p in files) < 200_000


def test_the_packs_wheel_is_data_only(wheels: list[Path]):
    code = [name for name in zipfile.ZipFile(wheels[1]).namelist() if name.endswith((".py", ".so", ".pyc"))]
    assert code == ["gaoxin_packs/__init__.py"]


def test_the_engine_wheel_holds_no_pack(wheels: list[Path]):
    inside = zipfile.ZipFile(wheels[0]).namelist()
    assert "gaoxin/__init__.py" in inside
    assert "gaoxin/py.typed" in inside
    assert not [name for name in inside if name.startswith("gaoxin_packs/")]


def test_the_engine_wheel_holds_what_pages_need(wheels: list[Path]):
    inside = set(zipfile.ZipFile(wheels[0]).namelist())
    html = ROOT / "src" / "gaoxin" / "report" / "html"
    needed = [path for path in html.rglob("*") if path.suffix in {".html", ".css", ".js", ".json", ".txt"}]
    assert {"base.html", "gaoxin.css", "echarts.min.js", "strings.json"} <= {path.name for path in needed}
    assert {f"gaoxin/{path.relative_to(html.parents[1]).as_posix()}" for path in needed} <= inside


@pytest.mark.slow
def test_two_wheels_make_a_working_gaoxin(wheels: list[Path], tmp_path: Path):
    home = tmp_path / "env"
    install(home, wheels)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    code = "import gaoxin, gaoxin_packs as p; print(sum(1 for _ in p.PATH.rglob('*.yaml')), gaoxin.__file__)"
    count, place = said(python, "-c", code).split(maxsplit=1)
    assert int(count) == sum(1 for _ in PACKS.rglob("*.yaml"))
    assert Path(place).is_relative_to(home.resolve())
    if (ROOT / "src/gaoxin/cli/__init__.py").is_file():
        assert "hnte-2016" in said(python.with_name("gaoxin"), "packs", "list", "--json")


def said(*command: str | Path) -> str:
    """Run a command outside the repository and give what it printed."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        [*command],
        cwd=Path(command[0]).parents[1],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def install(home: Path, wheels: list[Path]) -> None:
    """Install the wheels, with the versions of the lock, by uv or, where it is not here, by pip."""
    pins = home.with_name("pins.txt")
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pinned = [line.rstrip(" \\") for line in lines if "==" in line and not line.startswith(" ")]
    pins.write_text("\n".join(pinned), "utf-8")
    wanted = ["-c", str(pins), *map(str, wheels)]
    uv = ROOT / ".tools" / "uv" / "bin" / "uv"
    if uv.is_file() and not os.environ.get("GAOXIN_NO_UV"):
        venv.create(home)
        command = [str(uv), "pip", "install", "--quiet", "--python", str(home), *wanted]
    else:
        venv.create(home, with_pip=True)
        command = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", *wanted]
    settings = {"UV_CACHE_DIR": str(ROOT / ".tools" / "uv-cache"), "UV_PYTHON_DOWNLOADS": "never"}
    for certificates in ({}, {"UV_SYSTEM_CERTS": "1"}):
        environment = os.environ | settings | certificates
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
    if any(word in done.stderr.lower() for word in ("dns", "connect", "network", "retries")):
        pytest.skip("no package index can be reached to install the dependencies from")
    pytest.fail(done.stderr)
