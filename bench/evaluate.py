"""Parse a folder of annotated articles in this process and print the scorer's table.

usage: python -m bench.evaluate GOLD_DIR --scorer PATH/score.py [--misses] [--json] [--out PARSED.jsonl]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from extract.contract import to_contract
from extract.pipeline import Extractor
from ingest.files import read_file


def main() -> int:
    """Parse, write JSON Lines, score."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("gold", type=Path)
    cli.add_argument("--scorer", type=Path, required=True)
    cli.add_argument("--misses", action="store_true")
    cli.add_argument("--json", action="store_true")
    cli.add_argument("--out", type=Path, help="keep the parsed articles here")
    args = cli.parse_args()
    extractor = Extractor()
    out = args.out or Path(tempfile.mkstemp(suffix=".jsonl")[1])
    with out.open("w", encoding="utf-8") as lines:
        for path in sorted(args.gold.glob("*.txt")):
            parsed = extractor.parse(read_file(path))
            lines.write(json.dumps(to_contract(path.stem, parsed), ensure_ascii=False) + "\n")
    command = [sys.executable, str(args.scorer), str(args.gold), str(out)]
    command += ["--misses"] * args.misses + ["--json"] * args.json
    status = subprocess.run(command, check=False).returncode
    if args.out is None:
        out.unlink()
    return status


if __name__ == "__main__":
    sys.exit(main())
