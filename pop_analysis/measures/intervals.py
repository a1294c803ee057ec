"""How far chance alone may carry a share: only where a tendency is claimed, never for what happened.

Wilson's score interval (Wilson 1927; recommended for small n by Brown, Cai and DasGupta 2001), and Newcombe's (1998)
for the difference of two shares, which is built from it. Never Wald's: at 0 of 5 it would claim certainty.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from pop_analysis.choices import WrongUse, in_one_line

Numbers = npt.NDArray[np.float64]
CONFIDENCE = 0.95


def wilson(count: Any, n: Any, *, confidence: float = CONFIDENCE) -> tuple[Numbers, Numbers]:
    """Compute the lower and upper end of Wilson's interval for ``count`` of ``n``; NaN where n is 0 or missing.

    ``count`` and ``n`` are numbers, lists or columns of the same length; the ends are fractions of 1.

    Returns
    -------
    tuple of ndarray
        The lower ends and the upper ends, fractions of 1.

    Examples
    --------
    >>> low, high = wilson([2, 17], [5, 101])
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.12, 0.11], [0.77, 0.25])
    """
    if not 0 < confidence < 1:
        raise WrongUse(f"confidence lies between 0 and 1, as 0.95 does; got {confidence}.")
    counts, numbers = _floats(count), _floats(n)
    if counts.shape != numbers.shape and 1 not in (counts.size, numbers.size):
        raise WrongUse(f"count and n are as long as each other, not {counts.size} and {numbers.size}.")
    if (wrong := (counts < 0) | (counts > numbers)).any():
        pairs = (each[wrong][0] for each in np.broadcast_arrays(counts, numbers))
        raise WrongUse("count lies between 0 and n; got {:g} of {:g}.".format(*pairs))
    z2 = NormalDist().inv_cdf(0.5 + confidence / 2) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(numbers > 0, counts / numbers, np.nan)
        middle = (share + z2 / (2 * numbers)) / (1 + z2 / numbers)
        half = np.sqrt(z2 * (share * (1 - share) / numbers + z2 / (4 * numbers**2))) / (1 + z2 / numbers)
    # At 0 and at n the end is exact; the formula only comes near it.
    low = np.where(counts == 0, 0.0, np.clip(middle - half, 0, 1))
    high = np.where(counts == numbers, 1.0, np.clip(middle + half, 0, 1))
    return np.where(np.isnan(share), np.nan, low), np.where(np.isnan(share), np.nan, high)


def newcombe(
    count: Any, n: Any, other_count: Any, other_n: Any, confidence: float = CONFIDENCE
) -> tuple[Numbers, Numbers]:
    """Compute the ends of Newcombe's interval for the difference of two shares, ``count/n`` − ``other_count/other_n``.

    Where it holds 0 the two cannot be told apart as tendencies. Fractions of 1 between −1 and 1.

    Examples
    --------
    >>> low, high = newcombe(6, 7, 3, 5)
    >>> bool(low < 0 < high)
    True
    """
    share, other = _floats(count) / _floats(n), _floats(other_count) / _floats(other_n)
    low, high = wilson(count, n, confidence=confidence)
    other_low, other_high = wilson(other_count, other_n, confidence=confidence)
    difference = share - other
    down = np.sqrt((share - low) ** 2 + (other_high - other) ** 2)
    up = np.sqrt((high - share) ** 2 + (other - other_low) ** 2)
    return difference - down, difference + up


def _floats(values: Any) -> Numbers:
    try:
        if hasattr(values, "to_numpy"):
            return np.asarray(values.to_numpy(dtype="float64", na_value=np.nan))
        return np.asarray(values, dtype="float64")
    except (TypeError, ValueError) as error:
        raise WrongUse(f"a number, or a column of numbers, is wanted, not {in_one_line(values)}.") from error
