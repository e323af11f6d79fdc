"""Train the models of attribution on annotated articles, and print cross-validated figures.

usage: python -m bench.train_quotes GOLD_DIR [--held-out MENTIONS.json] [--work DIR] [--folds 5]

Four models: the reading of cues (a linear-chain CRF), and three logistic ones: which clauses are reports, which
stretches in marks are said, who speaks. Each later one is trained on what the earlier ones make of articles they have
not seen; names are those a mention model finds that has not seen the article either (see bench/held_out.py).
"""

from __future__ import annotations

import argparse
import json
import pickle
import zlib
from collections import Counter
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path

import pycrfsuite

from bench.held_out import held_out_mentions
from bench.logistic_fit import calibrate, fit, fit_choice
from bench.quote_articles import QuoteArticle, load
from bench.quote_gold import GoldQuote, labels
from extract import confidence
from extract.attribution import read, reports_of, said_of, spoken_of, with_chances
from extract.cast import Cast
from extract.coreference import Coreference
from extract.logistic import Logistic
from extract.names import fold
from extract.reports import Reading, ReportTagger
from extract.said import Candidate, Said
from extract.speakers import candidates, own_candidates

MODEL = Path(__file__).parent.parent / "extract" / "model"
WRONG = 0.036
"""Share of quotes that may be given to a wrong named speaker; what is less sure stays open."""
CRF = {"c1": 0.5, "c2": 0.3, "max_iterations": 80, "feature.minfreq": 3, "feature.possible_transitions": True}
LOST = 0.025
"""Share of reporting cues that need not be read."""

Rows = list[tuple[str, list[str], bool]]
"""Article, features, right."""
Choice = list[tuple[list[str], bool]]
"""The features of each candidate speaker of a quote, and whether it is right."""


def fold_of(id: str, folds: int) -> int:
    """The fold of an article, the same in every run."""
    return zlib.crc32(id.encode()) % folds


def train_reports(articles: Sequence[QuoteArticle], path: Path) -> None:
    """Train the reading of cues and write it to `path`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for article in articles:
        statements = article.statements
        for number, (segment, cues, made) in enumerate(
            zip(statements.segments, statements.cues, statements.features, strict=True)
        ):
            for place, cue in enumerate(cues):
                if made is not None:
                    own = [quote for quote in article.quotes if quote.governor == (number, place)]
                    trainer.append(made.rows(cue, cues), labels(segment, cue, made.window(cue), own))
    trainer.set_params(CRF)
    trainer.train(str(path))


def _read_fold(job: tuple[list[QuoteArticle], int, int, Path]) -> dict[str, list[Reading]]:
    """Readings of one fold's articles by a model of the others; fold -1 trains on everything."""
    articles, number, folds, work = job
    path = work / f"reports{number if number >= 0 else 'all'}.crfsuite"
    train_reports([a for a in articles if fold_of(a.id, folds) != number], path)
    if number < 0:
        return {}
    tagger = ReportTagger(path.read_bytes())
    return {a.id: read(a.statements, tagger) for a in articles if fold_of(a.id, folds) == number}


def iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Intersection over union."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return 0.0 if shared <= 0 else shared / (max(a[1], b[1]) - min(a[0], b[0]))


def pair(gold: Sequence[GoldQuote], spans: Sequence[tuple[int, int]], least: float) -> dict[int, int]:
    """Greedy one-to-one pairs, the best first: index of the span -> index of the annotated quote."""
    ranked = sorted(((iou(g.span, s), i, j) for i, g in enumerate(gold) for j, s in enumerate(spans)), reverse=True)
    used: set[int] = set()
    pairs: dict[int, int] = {}
    for value, i, j in ranked:
        if value >= least and i not in used and j not in pairs:
            used.add(i)
            pairs[j] = i
    return pairs


def crossed(rows: Rows, folds: int, penalty: float) -> tuple[list[float], dict[str, float]]:
    """The chance of each row by a model of the other folds, and the weights of a model of everything."""
    chances = [0.0] * len(rows)
    for number in range(folds):
        train = [row for row in rows if fold_of(row[0], folds) != number]
        model = Logistic(fit([r[1] for r in train], [r[2] for r in train], penalty), (), 0.5)
        for place, row in enumerate(rows):
            if fold_of(row[0], folds) == number:
                chances[place] = model.chance(row[1])
    return chances, fit([r[1] for r in rows], [r[2] for r in rows], penalty)


def best_threshold(chances: Sequence[float], right: Sequence[bool], total: int) -> tuple[float, float, float, float]:
    """The threshold with the best F1: F1, threshold, precision, recall."""
    best = (0.0, 0.5, 0.0, 0.0)
    for step in range(10, 80):
        kept = [r for c, r in zip(chances, right, strict=True) if c >= step / 100]
        hits = sum(kept)
        f1 = 2 * hits / (len(kept) + total)
        if f1 > best[0]:
            best = (f1, step / 100, hits / max(1, len(kept)), hits / total)
    return best


def same_speaker(article: QuoteArticle, gold: GoldQuote, candidate: Candidate | None) -> bool:
    """Whether a candidate is the annotated speaker: a form of the name, or most words of the description."""
    entities = {e.id: e for e in article.statements.entities}
    span = candidate.span if candidate else None
    said = article.statements.text[span[0] : span[1]] if span else ""
    name = fold(entities[candidate.entity].name) if candidate and candidate.entity else ""
    if not gold.speaker:
        return candidate is None
    if gold.speaker in article.surfaces:
        return (name or fold(said)) in article.surfaces[gold.speaker]
    if candidate is None or name:
        people = {part.strip() for part in gold.speaker.replace(" và ", ",").split(",")}
        return people <= article.surfaces.keys() and any(name in article.surfaces[person] for person in people)
    got = set(fold(said).split())
    return any(
        2 * len(want & got) / (len(want) + len(got)) >= 0.6
        for want in (set(fold(gold.speaker).split()), set(fold(gold.speaker_text).split()))
        if want
    )


class Corpus:
    """Articles with readings they were not trained on, and what is made of them step by step."""

    def __init__(self, articles: list[QuoteArticle], readings: dict[str, list[Reading]], folds: int) -> None:
        self.articles = articles
        self.folds = folds
        self.readings = readings
        self.models: dict[str, dict[str, object]] = {}
        self.quotes: dict[str, list[Said]] = {}
        self.chances: dict[str, list[float]] = {}
        self.gold_of: dict[str, list[GoldQuote | None]] = {}

    def sieve(self) -> None:
        """Train which cues are worth reading by their own features; hardly any that reports may be lost."""
        rows: Rows = []
        for article in self.articles:
            statements = article.statements
            governing = {quote.governor for quote in article.quotes}
            for number, (cues, made) in enumerate(zip(statements.cues, statements.features, strict=True)):
                for place, cue in enumerate(cues if made else ()):
                    if made is not None:
                        rows.append((article.id, made.of_cue(cue, cues), (number, place) in governing))
        chances, weights = crossed(rows, self.folds, 2.0)
        reporting = sorted(chance for chance, row in zip(chances, rows, strict=True) if row[2])
        threshold = round(reporting[int(LOST * len(reporting))], 4)
        read = sum(chance >= threshold for chance in chances)
        print(f"cue: {read} of {len(rows)} read from {threshold}, {LOST:.1%} of {len(reporting)} lost")
        self.models["cue"] = {"weights": weights, "curve": [], "threshold": threshold}

    def weigh(self) -> None:
        """Train which reports and which stretches are quotes; keep the quotes."""
        rows: dict[str, Rows] = {"report": [], "spoken": []}
        found = {}
        for article in self.articles:
            reports = reports_of(article.statements, self.readings[article.id])
            stretches = spoken_of(article.statements, self.readings[article.id])
            found[article.id] = ([r for r, _ in reports], [s for s, _ in stretches])
            indirect = [q for q in article.quotes if q.kind == "indirect"]
            direct = [q for q in article.quotes if q.kind == "direct"]
            right = pair(indirect, [(r.start, r.end) for r, _ in reports], 0.5)
            rows["report"] += [(article.id, f, place in right) for place, (_, f) in enumerate(reports)]
            right = pair(direct, [(s.stretch.start, s.stretch.end) for s, _ in stretches], 0.8)
            rows["spoken"] += [(article.id, f, place in right) for place, (_, f) in enumerate(stretches)]
        kinds = Counter(q.kind for a in self.articles for q in a.quotes)
        for name, kind, penalty in (("report", "indirect", 2.0), ("spoken", "direct", 1.0)):
            chances, weights = crossed(rows[name], self.folds, penalty)
            right_ones = [row[2] for row in rows[name]]
            f1, threshold, precision, recall = best_threshold(chances, right_ones, kinds[kind])
            print(f"{name}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} at {threshold:.2f}, {len(weights)} weights")
            curve = calibrate(chances, right_ones)
            self.models[name] = {"weights": weights, "curve": curve, "threshold": threshold}
            at = iter(chances)
            for article in self.articles:
                for one in found[article.id][0 if name == "report" else 1]:
                    one.chance = next(at)
        for article in self.articles:
            least = [float(str(self.models[name]["threshold"])) for name in ("report", "spoken")]
            kept = said_of(*found[article.id], least[0], least[1])
            self.quotes[article.id] = [said for said, _ in kept]
            self.chances[article.id] = [chance for _, chance in kept]
            self.gold_of[article.id] = self._matched(article, self.quotes[article.id])
        self._print_kept(kinds)

    def _matched(self, article: QuoteArticle, quotes: list[Said]) -> list[GoldQuote | None]:
        result: list[GoldQuote | None] = [None] * len(quotes)
        for kind, least in (("direct", 0.8), ("indirect", 0.5)):
            places = [n for n, said in enumerate(quotes) if said.direct == (kind == "direct")]
            gold = [q for q in article.quotes if q.kind == kind]
            for j, i in pair(gold, [(quotes[n].start, quotes[n].end) for n in places], least).items():
                result[places[j]] = gold[i]
        return result

    def _print_kept(self, kinds: Counter[str]) -> None:
        for kind in ("direct", "indirect"):
            said = sum(s.direct == (kind == "direct") for quotes in self.quotes.values() for s in quotes)
            hits = sum(g is not None and g.kind == kind for golds in self.gold_of.values() for g in golds)
            f1 = 2 * hits / (said + kinds[kind])
            print(f"quotes.{kind}: P {hits / said:.3f} R {hits / kinds[kind]:.3f} F1 {f1:.3f}")

    def choose(self) -> None:
        """Train who speaks: first from the words alone, then with the quotes around."""
        first: dict[str, list[Candidate | None]] = {}
        references = {a.id: Coreference(a.page, list(a.statements.entities), a.signature.spans) for a in self.articles}
        casts = {a.id: Cast(a.statements, references[a.id]) for a in self.articles}
        for name in ("words", "speaker"):
            groups: list[tuple[QuoteArticle, int, list[Candidate]]] = []
            rows: list[tuple[str, Choice]] = []
            for article in self.articles:
                quotes, golds = self.quotes[article.id], self.gold_of[article.id]
                for place, said in enumerate(quotes):
                    before = behind = None
                    if name == "speaker":
                        given = first[article.id]
                        if place and (speaker := given[place - 1]):
                            before = quotes[place - 1], speaker
                        if place + 1 < len(quotes) and (speaker := given[place + 1]):
                            behind = quotes[place + 1], speaker
                    own = own_candidates(article.statements, references[article.id], casts[article.id], said)
                    found = candidates(article.statements, said, own, before, behind)
                    groups.append((article, place, found))
                    gold = golds[place]
                    if gold:
                        choice = [(sorted(c.features), same_speaker(article, gold, c)) for c in found]
                        rows.append((article.id, choice))
            weights = fit_choice([choice for _, choice in rows], 2.0)
            folds = {}
            for number in range(self.folds):
                train = [choice for id, choice in rows if fold_of(id, self.folds) != number]
                folds[number] = Logistic(fit_choice(train, 2.0), (), 0.5)
            decided: dict[str, list[Candidate | None]] = {a.id: [] for a in self.articles}
            for article, _, found in groups:
                decided[article.id].append(with_chances(folds[fold_of(article.id, self.folds)], found))
            first = decided
            if name == "speaker":
                self._trust(groups, decided)
            self.models[name] = {"weights": weights, "curve": [], "threshold": 0.5}
            self._judge(name, decided)

    def _judge(self, name: str, decided: dict[str, list[Candidate | None]]) -> None:
        """Print how often the choice is right."""
        for kind in ("direct", "indirect"):
            marks = [
                same_speaker(article, gold, candidate)
                for article in self.articles
                for gold, candidate in zip(self.gold_of[article.id], decided[article.id], strict=True)
                if gold and gold.kind == kind
            ]
            print(f"{name}.{kind}: {sum(marks) / len(marks):.3f} of {len(marks)}")

    def _trust(
        self, groups: list[tuple[QuoteArticle, int, list[Candidate]]], decided: dict[str, list[Candidate | None]]
    ) -> None:
        """Train how far a choice can be trusted, and set the threshold below which the speaker stays open."""
        rows: Rows = []
        shown: list[bool] = []
        missing = 0
        for article, place, found in groups:
            gold, best = self.gold_of[article.id][place], decided[article.id][place]
            if gold is None:
                continue
            if best is None:
                missing += 1
                continue
            said, chance = self.quotes[article.id][place], self.chances[article.id][place]
            rows.append(
                (
                    article.id,
                    confidence.features(article.statements, said, chance, found, best),
                    same_speaker(article, gold, best),
                )
            )
            shown.append(best.entity is not None)
        chances, weights = crossed(rows, self.folds, 3.0)
        total = len(rows) + missing
        threshold = 1.0
        for step in range(95, 20, -3):
            least = step / 100
            kept = [
                (row[2], named)
                for row, chance, named in zip(rows, chances, shown, strict=True)
                if chance >= least or not named
            ]
            wrong = sum(named and not right for right, named in kept) / total
            print(
                f"trust: open below {least:.2f}: right {sum(r for r, _ in kept) / total:.3f}, wrong names {wrong:.3f}"
            )
            if wrong <= WRONG:
                threshold = least
        curve = calibrate(chances, [row[2] for row in rows])
        self.models["trust"] = {"weights": weights, "curve": curve, "threshold": threshold}


def main() -> None:
    """Read, cross-validate, train on everything, write."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("gold", type=Path)
    cli.add_argument("--held-out", type=Path, help="mentions by models that have not seen the article; made if missing")
    cli.add_argument("--work", type=Path, default=Path("build/quotes"), help="where steps are kept between runs")
    cli.add_argument("--folds", type=int, default=5)
    cli.add_argument("--jobs", type=int, default=2)
    cli.add_argument("--keep-readings", action="store_true", help="use the readings of the last run")
    args = cli.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    mentions = held_out_mentions(args.gold, args.held_out or args.work / "mentions.json", args.folds)
    articles = load(args.gold, mentions)
    store = args.work / "readings.pickle"
    if args.keep_readings and store.exists():
        readings = pickle.loads(store.read_bytes())
    else:
        readings = {}
        with Pool(args.jobs) as pool:
            jobs = [(articles, number, args.folds, args.work) for number in [*range(args.folds), -1]]
            for part in pool.imap(_read_fold, jobs):
                readings.update(part)
        store.write_bytes(pickle.dumps(readings))
        (MODEL / "reports.crfsuite").write_bytes((args.work / "reportsall.crfsuite").read_bytes())
    corpus = Corpus(articles, readings, args.folds)
    corpus.sieve()
    corpus.weigh()
    corpus.choose()
    text = json.dumps(corpus.models, ensure_ascii=False, sort_keys=True, indent=0)
    (MODEL / "quotes.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
