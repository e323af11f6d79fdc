"""Every measure of speed that needs nothing but the clone, one after the other.

usage: python -m bench [--articles N]

Without more the library is measured with 5,000 articles made from the bundled ones; the full size is
`python -m bench.library --corpus FILE --articles 100000`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.parse import BUNDLED
from ingest.files import read_file

__all__ = ["main"]


def main() -> int:
    """Run every measure in a process of its own, so that none warms the next."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--articles", type=int, default=5_000, help="in the library")
    args = cli.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "bundled.jsonl")
        _write_bundled(corpus)
        status = 0
        for name, options in (
            ("open", []),
            ("parse", []),
            ("library", ["--corpus", str(corpus), "--articles", str(args.articles)]),
        ):
            print(f"\n{name}", flush=True)
            status |= subprocess.run([sys.executable, "-m", f"bench.{name}", *options], check=False).returncode
    return status


def _write_bundled(corpus: Path) -> None:
    """The bundled articles as the JSON Lines that the library's measure reads."""
    with corpus.open("w", encoding="utf-8") as lines:
        for path in sorted(path for path in BUNDLED.iterdir() if path.suffix in {".txt", ".html"}):
            article = read_file(path)
            row = {"title": article.title, "summary": article.summary, "body": article.text}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
