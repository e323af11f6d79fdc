"""Train the mention model on annotated articles.

usage: python -m bench.train_mentions GOLD_DIR [--out MODEL]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pycrfsuite

from bench.gold import GoldArticle, read_gold
from extract.features import Features, sequences

MODEL = Path(__file__).parent.parent / "extract" / "model" / "mentions.crfsuite"


def labels(article: GoldArticle) -> list[str]:
    """For each token of the document "O" or its place in a name: B, I, L, or U when it stands alone; "B-PER"."""
    tokens = article.document.tokens
    result = ["O"] * len(tokens)
    at = 0
    for (start, end), kind in article.spans.items():
        while at < len(tokens) and tokens[at].end <= start:
            at += 1
        first = at
        while at < len(tokens) and tokens[at].start < end:
            result[at] = f"I-{kind}"
            at += 1
        if at > first:
            result[at - 1] = f"L-{kind}"
            result[first] = f"{'B' if at - first > 1 else 'U'}-{kind}"
    return result


def train(articles: list[GoldArticle], out: Path, iterations: int) -> None:
    """Train on `articles` and write the model to `out`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.05, "c2": 0.05, "max_iterations": iterations, "feature.minfreq": 2})
    features = Features()
    for article in articles:
        tags = labels(article)
        for (first, last), rows in zip(sequences(article.document), features.of(article.document), strict=True):
            trainer.append(rows, tags[first:last])
    trainer.train(str(out))


def main() -> None:
    """Read, train, write."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("gold", type=Path)
    cli.add_argument("--out", type=Path, default=MODEL)
    cli.add_argument("--iterations", type=int, default=70)
    args = cli.parse_args()
    train(read_gold(args.gold), args.out, args.iterations)


if __name__ == "__main__":
    main()
