"""Libraries that only the bench needs, in a venv of its own under target/bench."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
WORK = REPOSITORY / "target" / "bench"


def with_libraries(requirements: dict[str, str]) -> None:
    """Starts this program again inside the venv where the running Python lacks a library (module: requirement)."""
    missing = [module for module in requirements if importlib.util.find_spec(module) is None]
    if not missing:
        return
    folder = WORK / "venv"
    python = folder / "bin" / "python"
    if Path(sys.prefix).resolve() == folder.resolve() or not python.exists():
        venv.create(folder, with_pip=True)
    check = "; ".join(f"import {module}" for module in requirements)
    if subprocess.run([python, "-c", check], capture_output=True, check=False).returncode != 0:
        print(f"installing {', '.join(requirements.values())} into {folder.relative_to(REPOSITORY)} …", file=sys.stderr)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements.values()], check=True)
    if Path(sys.prefix).resolve() == folder.resolve():
        importlib.invalidate_caches()
        return
    os.execv(python, [str(python), *sys.argv])
