import polars as pl

from fundmodel.funds.investor_bonds import MOVES
from fundmodel.pipeline import select
from tests.fund_case import INVESTORS, sql

AMOUNTS = {"issued": 10, "refinanced": 5, "interest": 3, "repaid": 7, "kept_income": 2, "carry_paid": 1}


def test_bonds_stand_against_bondholders_treasury_and_government_bonds() -> None:
    """Path 1 is not kept; what is left at the end stays where it is."""
    given = {f"{name}_krw": [AMOUNTS.get(name, 0)] * 2 for name in MOVES}
    keys = {"scenario_id": [0, 0], "path_id": [0, 1], "investor_id": [0, 0], "quarter": [4, 4]}
    flows = pl.DataFrame(keys | given | {"balance_krw": [8, 8]})
    kept = pl.DataFrame({"path_id": [0]})
    made = select(sql("funding_entries"), {"bond_flows": flows, "kept_paths": kept, "investors": INVESTORS})
    own = made.filter(pl.col("entity") == "investor:fiscal").select("counterparty", "kind", "amount_krw")
    assert own.rows() == [
        ("bondholders:fiscal", "bond_interest", -3),
        ("bondholders:fiscal", "bond_issue", 15),
        ("bondholders:fiscal", "bond_redemption", -7),
        ("government_bonds:KR", "kept_income", 2),
        ("treasury:KR", "bond_carry", 1),
    ]
    assert made["amount_krw"].sum() == 0
    assert made["path_id"].unique().to_list() == [0]
