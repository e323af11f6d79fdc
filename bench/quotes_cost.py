"""What finding quotes costs, against segmenting the same text into words by underthesea in the same run.

usage: python -m bench.quotes_cost GOLD_DIR [--articles 60] [--rounds 3]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from bench.quote_articles import load
from extract import quotes


def main() -> None:
    """Print seconds of both and their ratio, the best of several rounds."""
    from underthesea import word_tokenize

    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("gold", type=Path)
    cli.add_argument("--articles", type=int, default=60)
    cli.add_argument("--rounds", type=int, default=3)
    args = cli.parse_args()
    articles = load(args.gold, None)[: args.articles]
    entities = [list(article.statements.entities) for article in articles]
    quotes.find(articles[0].page, entities[0], articles[0].signature)
    best = {"quotes": float("inf"), "words": float("inf")}
    for _ in range(args.rounds):
        start = time.process_time()
        for article, named in zip(articles, entities, strict=True):
            quotes.find(article.page, named, article.signature)
        best["quotes"] = min(best["quotes"], time.process_time() - start)
        start = time.process_time()
        for article in articles:
            word_tokenize(article.page.text)
        best["words"] = min(best["words"], time.process_time() - start)
    print(f"quotes {best['quotes']:.2f} s, word_tokenize {best['words']:.2f} s of {len(articles)} articles")
    print(f"ratio {best['quotes'] / best['words']:.2f}")


if __name__ == "__main__":
    main()
