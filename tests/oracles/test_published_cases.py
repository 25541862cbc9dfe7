"""The published cases in this folder; README.md names their sources."""

import csv
from pathlib import Path

import numpy as np
import pytest

from fundmodel.assets.pacing import PacingTerms, distribution_rates, yearly_pacing
from fundmodel.finance import direct_alpha, irr, ks_pme, ln_pme, ln_pme_nav, tvpi
from fundmodel.waterfall import Terms, distribute

FOLDER = Path(__file__).parent
KRW_BN = 10**9


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", rows("irr_cases.csv"), ids=lambda case: case["case"])
def test_irr(case: dict[str, str]) -> None:
    flows = np.array([[float(flow) for flow in case["cashflows_t0_onward"].split()]])
    rate, status = irr(flows)
    assert rate[0] == pytest.approx(float(case["expected_irr"]), abs=1e-8)
    assert status[0] == ("several roots" if case["case"] in {"3", "8", "10"} else "ok")


def terms_of(case: str) -> Terms:
    catch_up = 0.5 if "50pct" in case else 1.0 if "full_catchup" in case else 0.0
    return Terms(0.0 if "_h0_" in case else 0.08, 0.20, catch_up, periods_per_year=1)


@pytest.mark.parametrize("case", rows("waterfall_cases.csv"), ids=lambda case: case["case"])
def test_waterfall(case: dict[str, str]) -> None:
    exit_value = int(case["case"].split("exit")[1].split("_")[0])
    paid_in, cash = np.zeros((2, 1, 6), dtype=np.int64)
    paid_in[0, 0], cash[0, 5] = 100 * KRW_BN, exit_value * KRW_BN
    split = distribute(paid_in, cash, terms_of(case["case"]))

    def published(column: str) -> float:
        return float(case[column]) * KRW_BN

    assert split.lp[0, 5] == pytest.approx(published("lp_total"), abs=1)
    assert split.gp[0, 5] == pytest.approx(published("gp_total"), abs=1)
    assert split.lp[0, 5] + split.gp[0, 5] == cash[0, 5]
    for name, columns in {
        "return_of_capital": ("roc", None),
        "hurdle": ("pref", None),
        "catch_up": ("lp_catchup", "gp_catchup"),
        "split": ("lp_split", "gp_split"),
    }.items():
        for amounts, column in zip(split.tiers[name], columns, strict=True):
            expected = published(column) if column else 0.0
            assert amounts[0, 5] == pytest.approx(expected, abs=1)


def fund(case: str) -> tuple[np.ndarray, np.ndarray, float]:
    inputs = [row for row in rows("pme_inputs.csv") if row["case"] == case]
    flows, index = (np.array([float(row[column]) for row in inputs]) for column in ("net_cashflow", "index"))
    return flows, index, float(inputs[-1]["final_nav"])


def computed(case: str, metric: str) -> float:
    flows, index, nav = fund(case)
    with_nav = flows.copy()
    with_nav[-1] += nav
    calls, distributions = -flows[flows < 0].sum(), flows[flows > 0].sum()
    return {
        "ks_pme": lambda: ks_pme(flows, index, nav),
        "ln_nav": lambda: ln_pme_nav(flows, index),
        "ln_pme_irr": lambda: ln_pme(flows, index),
        "direct_alpha": lambda: direct_alpha(flows, index, nav),
        "tvpi": lambda: float(tvpi(calls, distributions, nav)),
        "irr": lambda: float(irr([with_nav]).rate[0]),
    }[metric]()


# PME+ is printed too; the package has no use for it.
PME_CASES = [row for row in rows("pme_published.csv") if not row["metric"].startswith("pme_plus")]


@pytest.mark.parametrize("case", PME_CASES, ids=lambda case: f"{case['case']}-{case['metric']}")
def test_pme(case: dict[str, str]) -> None:
    value = computed(case["case"], case["metric"])
    assert value == pytest.approx(float(case["published_value"]), abs=float(case["tolerance_used_by_pyxirr"]))


def test_takahashi_alexander() -> None:
    terms = PacingTerms(0.25, 1 / 3, 0.5, life_years=12, bow=2.5, growth_rate=0.13, yield_rate=0.0)
    years, found = rows("takahashi_alexander_2002.csv"), yearly_pacing(terms)
    figures = {
        "contribution": found.contribution,
        "cum_paid_in": np.cumsum(found.contribution),
        "distribution": found.distribution,
        "nav_end": found.nav,
    }
    for column, values in figures.items():
        assert 100 * values == pytest.approx([float(year[column]) for year in years], abs=1e-9), column
    published = [float(year["rate_distribution"]) for year in years]
    assert distribution_rates(terms) == pytest.approx(published, abs=1e-9)
