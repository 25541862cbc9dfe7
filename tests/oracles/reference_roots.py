"""The exact number of rates of return in (-1, 10] of whole-number flows, by Sturm's theorem."""

from functools import reduce
from itertools import pairwise
from math import gcd


def count_rates(flows: list[int]) -> int:
    """Distinct rates r in (-1, 10] with sum of flows[t] / (1 + r)^t = 0."""
    p = _without_zeros(flows)
    if len(p) < 2:
        return 0
    # x = 1 / (1 + r) lies in [1/11, infinity).
    chain = _chain(p)
    at_lowest = _variations([_sign_at(q, 1, 11) for q in chain])
    at_infinity = _variations([(q[-1] > 0) - (q[-1] < 0) for q in chain])
    return at_lowest - at_infinity + (_sign_at(p, 1, 11) == 0)


def _without_zeros(flows: list[int]) -> list[int]:
    first = next((t for t, flow in enumerate(flows) if flow), len(flows))
    last = next((t for t in range(len(flows) - 1, -1, -1) if flows[t]), -1)
    return flows[first : last + 1]


def _chain(p: list[int]) -> list[list[int]]:
    chain = [_primitive(p), _primitive([t * c for t, c in enumerate(p)][1:])]
    while len(chain[-1]) > 1:
        rest = _remainder(chain[-2], chain[-1])
        if not rest:
            break
        chain.append([-c for c in rest])
    return chain


def _primitive(p: list[int]) -> list[int]:
    divisor = reduce(gcd, (abs(c) for c in p), 0)
    return [c // divisor for c in p]


def _remainder(a: list[int], b: list[int]) -> list[int]:
    """A positive multiple of the remainder of a by b."""
    a = list(a)
    while len(a) >= len(b):
        factor = a[-1] if b[-1] > 0 else -a[-1]
        shift = len(a) - len(b)
        a = [c * abs(b[-1]) for c in a]
        for t, c in enumerate(b):
            a[t + shift] -= factor * c
        while a and a[-1] == 0:
            a.pop()
    return _primitive(a) if a else a


def _sign_at(p: list[int], numerator: int, denominator: int) -> int:
    value, power = p[-1], 1
    for c in p[-2::-1]:
        power *= denominator
        value = value * numerator + c * power
    return (value > 0) - (value < 0)


def _variations(signs: list[int]) -> int:
    kept = [sign for sign in signs if sign]
    return sum(one != other for one, other in pairwise(kept))
