"""Where things are, for the other scripts. Standard library only: the first of them runs before anything is installed."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
TOOLS = ROOT / ".tools"
VENV = Path(os.environ.get("UV_PROJECT_ENVIRONMENT") or ROOT / ".venv")
PYTHON = VENV / "bin" / "python"


def site_environment(**more: str) -> dict[str, str]:
    """Give the environment of this process with our source folders on Python's path."""
    path = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, **more}
