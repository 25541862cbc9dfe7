import polars as pl

from fundmodel.pipeline import select
from tests.fund_case import sql
from tests.steps.test_disposals import RATES

FLOWS = ("fund_id", "quarter", "invested_krw", "proceeds_krw", "forced_sale_krw")
DISPOSALS = (
    "quarter",
    "invested_krw",
    "offered_krw",
    "dividend_krw",
    "gain_krw",
    "statutory_tax_krw",
    "listed_share",
    "cost_change_krw",
)


def made(
    flows: list[tuple],
    disposals: list[tuple],
    formed: tuple[float, float] | None = None,
    sold: dict[int, int] | None = None,
    **terms: object,
) -> list[tuple]:
    """Rows of (quarter, due); the investor holds a tenth of fund 1, 60 of 1,000 directly; formed: private
    part and size of the fund; sold: quarter -> cost of what it sold, having notes.
    """
    given = {
        "ownership_share": 0.1,
        "korea_share": 1.0,
        "dividend_rate": 0.15,
        "gain_rate": None,
        "is_listed_exempt": True,
    } | terms
    keys = {"scenario_id": 0, "path_id": 0}
    frames = {
        "scenarios": pl.DataFrame({"scenario_id": [0], "world_id": [0]}),
        "funds": pl.DataFrame(
            {"scenario_id": 0, "fund_id": [0, 1], "level": [0, 1], "commitment_krw": [900, 1000]}
        ),
        "commitments": pl.DataFrame(
            {"scenario_id": [0], "fund_id": [1], "investor_id": [5], "commitment_krw": [60]}
        ),
        "fund_formation": pl.DataFrame(
            [(0, 0, 1, True, *formed)] if formed else [],
            schema=dict.fromkeys(("scenario_id", "path_id", "fund_id"), pl.Int32)
            | {"is_formed": pl.Boolean, "private_share": pl.Float64, "size_share": pl.Float64},
            orient="row",
        ),
        "fund_flows": pl.DataFrame(flows, schema=FLOWS, orient="row").with_columns(
            **{name: pl.lit(0) for name in keys}
        ),
        "forced_sales": pl.DataFrame(
            [(0, 0, 1, *one) for one in (sold or {}).items()],
            schema=dict.fromkeys(("scenario_id", "path_id", "fund_id", "quarter"), pl.Int32)
            | {"cost_krw": pl.Int64},
            orient="row",
        ),
        "disposals": pl.DataFrame(disposals, schema=DISPOSALS, orient="row").with_columns(
            world_id=pl.lit(0), path_id=pl.lit(0), fund_id=pl.lit(1)
        ),
        "withholding_terms": pl.DataFrame(
            {"scenario_id": [0], "fund_id": [1], "investor_id": [5]}
            | {name: [value] for name, value in given.items()},
            schema_overrides={"gain_rate": pl.Float64},
        ),
        "tax_rates_data": RATES,
    }
    rows = select(sql("foreign_tax_due"), frames)
    assert rows["investor_id"].unique().to_list() in ([5], [])
    return rows.select("quarter", "due_krw").rows()


SALE = (6, 0, 2_000, 400, 1_000, 200, 0.25, -600)


def test_dividends_and_gains_of_a_tenth() -> None:
    """15 % of 400 and the statute's 200 less the listed quarter: 60 + 150; a tenth is 21."""
    assert made([(1, 6, 0, 2_000, 0)], [SALE]) == [(6, 21)]


def test_a_fund_that_was_formed_smaller_is_owned_in_other_parts() -> None:
    """Half of the private money is missing and the fund has 80 % of its size: 30 of its own and 40 through
    the mega fund, of 800, are 8.75 % of 210.
    """
    assert made([(1, 6, 0, 2_000, 0)], [SALE], formed=(0.5, 0.8)) == [(6, 18)]


def test_a_stake_that_is_not_exempt_pays_on_listed_sales_too() -> None:
    assert made([(1, 6, 0, 2_000, 0)], [SALE], is_listed_exempt=False) == [(6, 26)]


def test_a_treaty_that_exempts_gains_leaves_the_dividends() -> None:
    assert made([(1, 6, 0, 2_000, 0)], [SALE], gain_rate=0.0) == [(6, 6)]


def test_only_what_is_in_korea_is_taxed_there() -> None:
    assert made([(1, 6, 0, 2_000, 0)], [SALE], korea_share=0.5) == [(6, 10)]


def test_a_fund_that_received_half_pays_half() -> None:
    assert made([(1, 6, 0, 1_000, 0)], [SALE]) == [(6, 10)]


def test_the_mega_fund_is_looked_through_and_not_taxed_again() -> None:
    assert made([(0, 6, 0, 2_000, 0)], [SALE]) == []


def test_the_last_sale_is_one_disposal_at_the_cost_that_is_left() -> None:
    """Lots of 800 were offered and half of them funded: 400, of which 300 are left; sold for 900.

    The gain is 600 and 22 % of it 132, but 11 % of 900 are 99: a tenth is 9.
    """
    flows = [(1, 0, 400, 0, 0), (1, 6, 0, 0, 0), (1, 9, 0, 900, 900)]
    lots = [(0, 800, 0, 0, 0, 0, 0.0, 800), (6, 0, 0, 0, 0, 0, 0.0, -200)]
    assert made(flows, lots) == [(9, 9)]


def test_nothing_is_due_on_a_last_sale_below_cost() -> None:
    flows = [(1, 0, 800, 0, 0), (1, 9, 0, 700, 700)]
    assert made(flows, [(0, 800, 0, 0, 0, 0, 0.0, 800)]) == []


def test_what_is_sold_for_cover_is_a_disposal_of_its_own() -> None:
    """Two lots of 400; the first is sold in quarter 3 for 600, at its cost: of a gain of 200, 22 % are 44,
    11 % of 600 are 66: a tenth is 4. The fund's end sells the other for 900: 99 and 110: 9. Taken for sales
    of everything the first would be no gain, 600 - 800, and the second one of 100 only: 22 and so 2.
    """
    flows = [(1, 0, 800, 0, 0), (1, 3, 0, 600, 600), (1, 9, 0, 900, 900)]
    lots = [(0, 800, 0, 0, 0, 0, 0.0, 800)]
    assert made(flows, lots, sold={3: 400, 9: 400}) == [(3, 4), (9, 9)]
    assert made(flows, lots) == [(9, 2)]
