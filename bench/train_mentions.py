"""Train the mention model on annotated articles.

usage: python -m bench.train_mentions GOLD_DIR [--folds 5] [--out MODEL]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pycrfsuite

from bench.gold import GoldArticle, read_gold
from extract.chain import ChainModel, names_of
from extract.features import Features, sequences
from extract.mentions import MentionTagger
from extract.stages import Page

MODEL = Path(__file__).parent.parent / "extract" / "model" / "mentions.npz"


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
        for (first, last), seen in zip(sequences(article.document), features.of(article.document), strict=True):
            trainer.append(names_of(seen), tags[first:last])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "mentions.crfsuite"))
        trainer.train(path)
        learned = pycrfsuite.Tagger()
        learned.open(path)
        known = learned.info()
        out.write_bytes(ChainModel.pack(learned.labels(), known.transitions, known.state_features))
        learned.close()


def cross_validate(articles: list[GoldArticle], folds: int, iterations: int) -> None:
    """Print how well names are found in articles the model has not seen, by type, and how sure it is to be right."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    sure: list[tuple[float, bool]] = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "mentions.npz")
        for number in range(folds):
            train([a for n, a in enumerate(articles) if n % folds != number], out, iterations)
            tagger = MentionTagger(out.read_bytes())
            for article in articles[number::folds]:
                gold.update(article.spans.values())
                for mention in tagger.tag(Page(article.document, (), None, ())):
                    hit = article.spans.get((mention.start, mention.end)) == mention.type
                    found[mention.type] += 1
                    right[mention.type] += hit
                    sure.append((mention.certainty, hit))
    for kinds in (tuple(sorted(gold)), *((kind,) for kind in sorted(gold))):
        hits, marked, all = (sum(count[kind] for kind in kinds) for count in (right, found, gold))
        print(f"{'+'.join(kinds):12} P {hits / marked:.3f}  R {hits / all:.3f}  F1 {2 * hits / (marked + all):.3f}")
    print_calibration(sure)


def print_calibration(sure: list[tuple[float, bool]]) -> None:
    """Ten bins of certainty: how many, how sure on average, how many right; the expected calibration error below."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for certainty, hit in sure:
        bins[min(9, int(certainty * 10))].append((certainty, hit))
    error = 0.0
    for number, rows in sorted(bins.items()):
        said, was = (sum(row[at] for row in rows) / len(rows) for at in (0, 1))
        error += abs(said - was) * len(rows) / len(sure)
        print(f"  {number / 10:.1f}-{number / 10 + 0.1:.1f}  {len(rows):6}  said {said:.3f}  right {was:.3f}")
    print(f"  expected calibration error {error:.3f}")


def main() -> None:
    """Read, cross-validate when asked, train, write."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("gold", type=Path)
    cli.add_argument("--out", type=Path, default=MODEL)
    cli.add_argument("--iterations", type=int, default=70)
    cli.add_argument("--folds", type=int, default=0, help="cross-validate first, and print the result")
    args = cli.parse_args()
    articles = read_gold(args.gold)
    if args.folds:
        cross_validate(articles, args.folds, args.iterations)
    train(articles, args.out, args.iterations)


if __name__ == "__main__":
    main()
