"""Lets the tests import the programs of this folder as they import each other."""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER), str(FOLDER / "fit")]
