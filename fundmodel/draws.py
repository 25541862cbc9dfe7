"""Counter-based random numbers: any path of any asset can be drawn alone and is always the same.

One Philox stream per (seed, asset code, purpose). Path p owns a fixed range of 32-bit words of it, reached
by setting the counter, so a path does not depend on how many are drawn with it, an asset not on the others.
Numbers follow from words by comparison and by tables: a fixed number of words each, nothing is rejected.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from math import fsum, inf, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]
Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

# One step of the counter gives 256 bits.
WORDS_PER_STEP = 8
_RAW_PER_STEP = 4
_KEY_PARTS, _KEY_PART = 2, 2**64
_WORD_BITS = 32
# The fineness of the tables, not an assumption: 65,536 outcomes of equal probability.
_TABLE_BITS = 16
_TABLE_SHIFT = np.uint32(_WORD_BITS - _TABLE_BITS)


def _stream(seed: int, asset_code: str, purpose: str) -> int:
    """The 128-bit key of a stream."""
    text = "\x1f".join((str(seed), asset_code, purpose))
    return int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "little")


def words(seed: int, asset_code: str, purpose: str, paths: Ints, n_words: int = WORDS_PER_STEP) -> Words:
    """The random 32-bit words of one asset for one purpose, one row per path.

    Args:
        seed: Seed of the run.
        asset_code: Code of the asset, never its integer id.
        purpose: What the words decide; another purpose is another stream.
        paths: Shape (n_paths,), path ids, 0 or more; consecutive ids are drawn at once.
        n_words: Words each path owns; the same purpose must always ask for the same number.

    Returns:
        Shape (n_paths, n_words), each word uniform over 0 .. 2**32 - 1.

    Example:
        >>> every = words(7, "E1-PRE-oncology/1", "outcomes", np.arange(100))
        >>> bool((words(7, "E1-PRE-oncology/1", "outcomes", np.array([17])) == every[17]).all())
        True

    Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3" (Philox 4x64-10, as in NumPy).
    """
    return words_of(seed, [asset_code], purpose, paths, n_words)[0]


def words_of(seed: int, asset_codes: Sequence[str], purpose: str, paths: Ints, n_words: int) -> Words:
    """The words of many assets, as `words` gives those of one, shape (n_assets, n_paths, n_words).

    One generator goes from stream to stream: making one anew takes several times as long as fifty paths of
    an asset do.

    Args:
        seed: Seed of the run.
        asset_codes: Codes of the assets.
        purpose: What the words decide.
        paths: Shape (n_paths,), path ids, 0 or more.
        n_words: Words each path owns.

    Example:
        >>> both = words_of(7, ["a", "b"], "outcomes", np.arange(4), 8)
        >>> bool((both[1] == words(7, "b", "outcomes", np.arange(4))).all())
        True
    """
    steps = -(-n_words // WORDS_PER_STEP)
    drawn = np.empty((len(asset_codes), len(paths), steps * WORDS_PER_STEP), dtype=np.uint32)
    starts = [0, *(np.flatnonzero(np.diff(paths) != 1) + 1).tolist(), len(paths)]
    spans = [(first, last, int(paths[first]) * steps) for first, last in pairwise(starts) if first < last]
    source = np.random.Philox(key=0)
    # The counter of a path is far below 2**64, so that its other parts stay 0; a full buffer is an empty one.
    counter, key = np.zeros(_RAW_PER_STEP, dtype=np.uint64), np.zeros(_KEY_PARTS, dtype=np.uint64)
    state: Any = {
        "bit_generator": "Philox",
        "state": {"counter": counter, "key": key},
        "buffer": np.zeros(_RAW_PER_STEP, dtype=np.uint64),
        "buffer_pos": _RAW_PER_STEP,
        "has_uint32": 0,
        "uinteger": 0,
    }
    for place, asset_code in enumerate(asset_codes):
        key[1], key[0] = divmod(_stream(seed, asset_code, purpose), _KEY_PART)
        for first, last, count in spans:
            counter[0] = count
            source.state = state
            raw = source.random_raw((last - first) * steps * _RAW_PER_STEP)
            drawn[place, first:last] = raw.view(np.uint32).reshape(last - first, -1)
    return drawn[:, :, :n_words]


def unit_interval(drawn: Words) -> Floats:
    """Uniform numbers inside (0, 1) from words, same shape; the mean over all words is exactly 1/2.

    Example:
        >>> unit_interval(np.array([0, 2**32 - 1], dtype=np.uint32)).round(6)
        array([0., 1.])
    """
    return (drawn.astype(np.float64) + 1 / 2) * (1 / 2**_WORD_BITS)


def uniforms(seed: int, asset_code: str, purpose: str, paths: Ints) -> Floats:
    """One uniform number inside (0, 1) per path.

    Args:
        seed: Seed of the run.
        asset_code: Code of the asset.
        purpose: What the number decides.
        paths: Shape (n_paths,), path ids.

    Returns:
        Shape (n_paths,).

    Example:
        >>> uniforms(7, "C1-songdo/1", "delay", np.arange(3)).shape
        (3,)
    """
    return unit_interval(words(seed, asset_code, purpose, paths)[:, 0])


@lru_cache(maxsize=1)
def normal_table() -> Floats:
    """The standard normal distribution as 65,536 values of equal probability, ascending.

    Each value is the mean of the normal between two neighbouring quantiles, scaled so that the variance of
    the table is 1; its mean is 0 by symmetry.

    Example:
        >>> normal_table()[[0, 32768, 65535]].round(3)
        array([-4.388,  0.   ,  4.388])

    Source: the mean of a standard normal between a and b is (pdf(a) - pdf(b)) / (cdf(b) - cdf(a)).
    """
    normal, count = NormalDist(), 2**_TABLE_BITS
    half = count // 2
    limits = [normal.inv_cdf(1 / 2 + place / count) for place in range(half)] + [inf]
    heights = [normal.pdf(limit) for limit in limits]
    upper = [(low - high) * count for low, high in pairwise(heights)]
    spread = sqrt(fsum(value * value for value in upper) / half)
    positive = np.array(upper) / spread
    table = np.concatenate([-positive[::-1], positive])
    table.flags.writeable = False
    return table


def from_table(table: Floats, drawn: Words) -> Floats:
    """The entries of a table of 65,536 equally likely outcomes that words point to, same shape as the words.

    Example:
        >>> bool(from_table(normal_table(), np.array([2**31], dtype=np.uint32))[0] > 0)
        True
    """
    return table[drawn >> _TABLE_SHIFT]


def normals(seed: int, asset_code: str, purpose: str, paths: Ints, count: int = 1) -> Floats:
    """Independent standard normal numbers, one row per path.

    Args:
        seed: Seed of the run.
        asset_code: Code of the asset or factor.
        purpose: What the numbers decide.
        paths: Shape (n_paths,), path ids.
        count: Numbers per path; the same purpose must always ask for the same count.

    Returns:
        Shape (n_paths, count).

    Example:
        >>> normals(7, "market", "quarter 1", np.arange(5), 3).shape
        (5, 3)
    """
    return from_table(normal_table(), words(seed, asset_code, purpose, paths, count))


@lru_cache(maxsize=16)
def lognormal_table(volatility: float) -> Floats:
    """A lognormal distribution with mean exactly 1 as 65,536 values of equal probability, ascending.

    Args:
        volatility: Standard deviation of the logarithm, 0 or more.

    Example:
        >>> table = lognormal_table(0.6)
        >>> round(fsum(table) / len(table), 12), round(float(table[32768]), 3)
        (1.0, 0.835)

    Source: exp(s z - s^2 / 2) has mean 1 for a standard normal z; the rest is scaled away.
    """
    table: Floats = np.exp(volatility * normal_table() - volatility * volatility / 2)
    table /= fsum(table) / len(table)
    table.flags.writeable = False
    return table
