"""The statistic: how much better than chance answers are told apart, and how likely by chance.

Linkage advantage L = (H - F) / (n - F): H hits of n people, F the hits that chance makes: one in
each crowd whose members an examiner cannot tell apart. To whoever goes by an order the whole study
is one crowd; to whoever goes by customer and account managers those who share them are, and a
person who shares them with nobody is a hit beyond chance. Order is Kendall's tau over the pairs an
examiner told apart.

One max-T test over all of them by permutation (Westfall and Young 1993). After the count nothing
says customer or account manager, so that everybody of a study is exchanged for everybody: to
exchange only those who share both would change nothing about all who share them with nobody, and
let their answers lie in the order of sending unnoticed. Every statistic is first put in units of
its own spread under the permutations, since a page with twenty pairs is noisier than a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import nan

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Signs = npt.NDArray[np.float32]

PERMUTATIONS = 999
LEVEL = 0.01
CAUGHT = 0.95
FEWEST_PAIRS = 100
"""An order over fewer pairs of people, in all studies together, says nothing either way."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What examiners recovered of one study of n people, all by a name that studies share.

    `guesses` hold for each person whose answers are guessed to be theirs (-1: no guess), and
    `attributed` the same of guesses that go by what the roll knows of a person; `orders` hold
    where each person's answers stood (nan: not found; equal: not told apart) and, for an order
    within pages, on which page.
    """

    guesses: Mapping[str, Ints]
    orders: Mapping[str, tuple[Floats, Ints]]
    attributed: Mapping[str, Ints] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """One examiner's result over all studies: hits, L, tau (nan for what it has none of), and p.

    An order within pages makes no guess, and a guess by joining has no order.
    """

    name: str
    hits: int
    advantage: float
    tau: float
    p: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole test: the greatest L and |tau|, the p of the one max-T test, each examiner's."""

    people: int
    advantage: float
    tau: float
    p: float
    each: Sequence[Measured]

    @property
    def passed(self) -> bool:
        """Say whether what was recovered is no better than chance."""
        return self.p > LEVEL


@dataclass
class _Sums:
    """Observed value (first) and its value under each permutation, with what they are parts of."""

    values: Floats
    whole: float = 0.0


@dataclass
class Tally:
    """What is added up, study by study, for each examiner."""

    seed: int
    people: int = 0
    studies: int = 0
    crowds: int = 0
    attributed: set[str] = field(default_factory=set)
    hits: dict[str, _Sums] = field(default_factory=dict)
    pairs: dict[str, _Sums] = field(default_factory=dict)

    def add(self, strata: Sequence[Sequence[int]], sent: Sequence[int], found: Recovered) -> None:
        """Add one study: its strata, who sent first, and what was recovered."""
        n = len(sent)
        self.people += n
        self.studies += 1
        self.crowds += sum(len(stratum) > 1 for stratum in strata)
        self.attributed |= found.attributed.keys()
        permuted = _permutations(n, np.random.default_rng([self.seed, self.people]))
        for name, guess in {**found.guesses, **found.attributed}.items():
            _added(self.hits, name, (permuted == guess).sum(axis=1), n)
        signs = _signs_of(sent, permuted) if found.orders else None
        for name, (places, pages) in found.orders.items():
            told = _told_apart(places, pages).ravel()
            if signs is not None and told.any():
                _added(self.pairs, name, signs @ told / 2, float(np.abs(told).sum()) / 2)

    def verdict(self) -> Verdict:
        """Return the result of the test over all studies added."""
        advantages = {name: self._advantages(name) for name in self.hits}
        taus = {
            name: sums.values / sums.whole
            for name, sums in self.pairs.items()
            if sums.whole >= FEWEST_PAIRS
        }
        columns = [*advantages.values(), *(np.abs(tau) for tau in taus.values())]
        each = [self._measured(name, advantages, taus) for name in sorted({*advantages, *taus})]
        return Verdict(
            people=self.people,
            advantage=max((float(values[0]) for values in advantages.values()), default=0.0),
            tau=max((abs(float(values[0])) for values in taus.values()), default=0.0),
            p=_p_of(_greatest(columns)) if columns else 1.0,
            each=each,
        )

    def _advantages(self, name: str) -> Floats:
        chance = self.crowds if name in self.attributed else self.studies
        return (self.hits[name].values - chance) / max(self.people - chance, 1)

    def _measured(
        self, name: str, advantages: Mapping[str, Floats], taus: Mapping[str, Floats]
    ) -> Measured:
        advantage, tau = advantages.get(name), taus.get(name)
        ps = [
            _p_of(values)
            for values in (advantage, None if tau is None else np.abs(tau))
            if values is not None
        ]
        return Measured(
            name=name,
            hits=0 if advantage is None else int(self.hits[name].values[0]),
            advantage=nan if advantage is None else float(advantage[0]),
            tau=nan if tau is None else float(tau[0]),
            p=min(ps),
        )


def _permutations(n: int, generator: np.random.Generator) -> Ints:
    """Return who is who: everybody themselves first, then permuted."""
    everybody = np.tile(np.arange(n, dtype=np.int64), (PERMUTATIONS + 1, 1))
    return np.vstack([everybody[:1], generator.permuted(everybody[1:], axis=1)])


def _signs_of(sent: Sequence[int], permuted: Ints) -> Signs:
    """Return for each permutation and pair of people which of them sent first."""
    when = np.empty(len(sent), dtype=np.float32)
    when[list(sent)] = np.arange(len(sent), dtype=np.float32)
    moments = when[permuted]
    signs: Signs = np.sign(moments[:, :, None] - moments[:, None, :])
    return signs.reshape(len(permuted), -1)


def _told_apart(places: Floats, pages: Ints) -> Signs:
    """Return which of each pair stood first; 0 where not told apart, or on different pages."""
    found = np.isfinite(places)
    known = np.where(found, places, 0.0)
    both = found[:, None] & found[None, :] & (pages[:, None] == pages[None, :])
    told: Signs = np.where(both, np.sign(known[:, None] - known[None, :]), 0).astype(np.float32)
    return told


def _added(sums: dict[str, _Sums], name: str, values: Ints | Floats | Signs, whole: float) -> None:
    into = sums.setdefault(name, _Sums(np.zeros(PERMUTATIONS + 1)))
    into.values = into.values + values.astype(np.float64)
    into.whole += whole


def _greatest(columns: Sequence[Floats]) -> Floats:
    """Return the greatest of all statistics under each permutation, each in its own spread."""
    table = np.vstack(columns)
    spread = table.std(axis=1, keepdims=True)
    scaled = (table - table.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, np.inf)
    greatest: Floats = scaled.max(axis=0)
    return greatest


def _p_of(values: Floats) -> float:
    """Return (1 + how many permutations reach what was observed) / (permutations + 1)."""
    return float((1 + (values[1:] >= values[0] - 1e-12).sum()) / (PERMUTATIONS + 1))
