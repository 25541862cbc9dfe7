"""Laws of funds of both levels on random small programmes; no series depends on its neighbours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundmodel.funds.class_flows import Programme
from fundmodel.funds.fund_laws import LawBrokenError, check_laws
from fundmodel.funds.fund_run import read_parties, run_funds
from tests.fund_case import N_QUARTERS, FundCase, lot

PROFIT = FundCase(lots=[*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40)])


def test_a_broken_law_names_the_law_the_scenario_the_path_and_the_fund() -> None:
    programme = PROFIT.with_(paths=(0, 4), lots=[*lot(0, 800, 5, 1500), *lot(0, 80, 5, 10, path=4)]).run()
    programme.children.rows["nav"][2, 1] = -1
    with pytest.raises(LawBrokenError, match="nav is never negative: scenario 0, path 4, fund 1"):
        check_laws(programme)


MOST = st.integers(1, 2_500)
# Terms of the waterfall that are off in the plain case, with the value that means off first.
TERMS: dict[str, list] = {
    "waterfall_kind": ["whole_fund", "deal_by_deal"],
    "hurdle_interest": ["compounded", "simple"],
    "investor_hurdles": ["common", "own"],
    "investor_fee_discounts": ["common", "own"],
    "upper_carry_rate": [0.0, 0.3],
    "clawback_interval_years": [0, 1],
    "carry_escrow_share": [0.0, 0.3],
    "carry_tax_share": [0.0, 0.4],
}
OWN = st.sampled_from(["carry_rate", "catch_up_share", "fee_discount_share"])
LEVERS = (
    "upside_transfer_share",
    "priority_return_rate",
    "call_option_share",
    "put_option_share",
    "fiscal_layer_share",
)


@st.composite
def cases(draw: st.DrawFn) -> FundCase:
    """Small programmes of up to two child funds, three paths and two scenarios, half of them plain."""
    n_funds, n_paths, n_scenarios = (draw(st.integers(1, most)) for most in (2, 3, 2))
    lots: dict[tuple[int, ...], tuple[int, ...]] = {}
    for path in range(n_paths):
        for fund in range(1, n_funds + 1):
            for _ in range(draw(st.integers(0, 4))):
                funded = draw(st.integers(0, 8))
                exits = draw(st.integers(funded + 1, 9))
                rows = lot(
                    funded,
                    draw(MOST),
                    exits,
                    draw(st.integers(0, 6_000)),
                    draw(st.integers(1, 3)),
                    fund,
                    path,
                )
                if rows[0][:5] not in {key[:5] for key in lots}:
                    lots |= {row[:6]: row for row in rows}
    share = st.sampled_from([0.0, 0.05, 0.2, 0.5])
    per_scenario = st.lists(share, min_size=n_scenarios, max_size=n_scenarios)
    stakes = [
        draw(st.integers(1, 2_000)),
        *(draw(st.integers(0, 1_000)) for _ in range(3)),
        draw(st.integers(0, 300)),
    ]
    top = [draw(st.integers(1, 2_000)), *(draw(st.integers(0, 1_000)) for _ in range(2))]
    has_terms = draw(st.booleans())
    reserve = max(0, stakes[0] * n_funds - sum(top)) + draw(st.integers(0, 100))
    return FundCase(
        lots=list(lots.values()),
        starts=[draw(st.integers(0, 3)) for _ in range(n_funds)],
        life=draw(st.integers(4, 5)),
        paths=range(n_paths),
        stakes=stakes,
        top=[top[0] + reserve, *top[1:], draw(st.integers(0, 200))],
        annual_fee=draw(st.integers(0, 200)),
        hurdles={i: draw(st.sampled_from([0.0, 0.03, 0.05, 0.2])) for i in range(3) if draw(st.booleans())},
        own=draw(st.dictionaries(st.integers(0, 2), st.dictionaries(OWN, st.sampled_from([0.0, 0.1, 0.3])))),
        mega_fee=draw(st.integers(0, 50)),
        n_scenarios=n_scenarios,
        by_scenario={
            name: draw(per_scenario)
            for name in ("hurdle_rate", "foreign_hurdle_rate", "public_first_loss_share", "catch_up_share")
        }
        | {
            name: [draw(st.sampled_from(values)) for _ in range(n_scenarios)]
            for name, values in TERMS.items()
            if has_terms
        }
        | {name: draw(per_scenario) for name in LEVERS if draw(st.booleans())},
    )


def everything(programme: Programme) -> dict[str, np.ndarray]:
    """Every array of a programme that ends in pairs, and those of the funds as (quarter, fund, pair)."""
    n_pairs = programme.grid.n_pairs
    order = np.argsort(programme.grid.fund_id)
    made = {f"class {name}": values for name, values in programme.by_class.items()}
    made |= {f"mega {name}": values for name, values in programme.mega.rows.items()}
    for name, values in programme.children.rows.items():
        made[f"child {name}"] = values.reshape(N_QUARTERS, -1, n_pairs)[:, order]
    return made | {"paid in": programme.children.paid_in, "received": programme.children.received}


@given(cases())
def test_laws_hold_on_random_programmes(case: FundCase) -> None:
    """The run checks conservation itself; here: limits, signs, order, and what each class may lose at
    most.
    """
    programme = case.run()
    by_class = programme.by_class
    children, mega = programme.children, programme.mega
    assert (np.diff(children.paid_in, axis=0) >= 0).all()
    assert (np.diff(mega.paid_in, axis=0) >= 0).all()
    assert (np.diff(children.received[:, :-1], axis=0) >= 0).all()
    assert (np.diff(children.looked_through, axis=0) >= 0).all()
    invested = children.rows["invested"].sum(axis=0) + children.budget.fees + children.budget.expenses
    assert (invested <= sum(case.stakes)).all()
    asked = children.budget.offered
    assert (children.rows["invested"].sum(axis=0) + children.rows["not_funded"].sum(axis=0) == asked).all()
    assert (by_class["first_loss"][:, 0, 0] <= 0).all()
    assert (by_class["first_loss"][:, 1] >= 0).all()
    _, _, *protected, _ = children.partners.slices()
    lost = sum(np.maximum(one.paid_in - one.received, 0) for one in protected)
    assert (children.cover_due.sum(axis=0) <= lost).all()
    assert (children.cover_due.sum(axis=0) == children.cover_paid.sum(axis=0)).all()
    for flows in (children, mega):
        for group in flows.partners.groups:
            profit = np.maximum(group.cash - group.paid_in, 0)
            rates = [group.terms.carry_rate, *(tier.carry_rate for tier in group.terms.further_tiers)]
            rate = np.maximum.reduce(np.broadcast_arrays(*rates))
            is_limited = np.asarray(group.terms.carry_tax_share) > 0
            assert ((group.carry <= rate * profit + 1e-6) | is_limited).all()
            assert group.held is None or not group.held.any()
            assert (group.received + group.carry == group.cash).all()


@given(cases(), st.data())
def test_every_series_alone_is_what_it_is_among_all(case: FundCase, data: st.DataObject) -> None:
    """One scenario and one path cut out of the block give the same numbers to the last bit."""
    whole = everything(case.run())
    scenario = data.draw(st.integers(0, case.n_scenarios - 1))
    path = data.draw(st.sampled_from(list(case.paths)))
    alone = case.with_(
        paths=(path,),
        lots=[row for row in case.lots if row[1] == path],
        n_scenarios=1,
        by_scenario={name: values[scenario : scenario + 1] for name, values in case.by_scenario.items()},
    )
    pair = scenario * len(case.paths) + path
    for name, values in everything(alone.run()).items():
        assert (values[..., 0] == whole[name][..., pair]).all(), name


@given(cases())
def test_parties_add_up(case: FundCase) -> None:
    """Classes are their investors, the whole is the classes without carry, funds hold what strategies do."""
    tables = case.tables()
    programme = run_funds(tables)
    parties = read_parties(programme, tables)
    n_funds = len(case.starts)
    for name, values in parties.flows.by_measure.items():
        whole, classes, investors = values[:, 0], values[:, 1:5], values[:, 5:9]
        funds, strategy = values[:, 9 : 10 + n_funds], values[:, -1]
        assert (classes == investors).all(), name
        assert (funds[:, 1:].sum(axis=1) == strategy).all(), name
        if name not in ("distributed", "nav"):
            assert (classes.sum(axis=1) == whole).all(), name
    carry = programme.children.rows["carry"].reshape(N_QUARTERS, -1, programme.grid.n_pairs).sum(axis=1)
    carry += programme.mega.rows["carry"]
    distributed = parties.flows.by_measure["distributed"]
    assert (distributed[:, 1:5].sum(axis=1) - carry == distributed[:, 0]).all()
    for name, costs in parties.costs.by_measure.items():
        assert (costs[1:5].sum(axis=0) == costs[0]).all(), name
        assert (costs[9 : 10 + n_funds].sum(axis=0) == costs[0]).all(), name
