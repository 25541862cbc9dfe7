import polars as pl
import pytest

from fundmodel.steps.path_equivalents import path_equivalents
from tests.results.given import table

PARTIES = table(
    "party_id party_code party_kind class_id",
    (0, "whole", "whole", -1),
    (1, "public", "class", 0),
    (3, "foreign", "class", 2),
    (4, "gp", "class", 3),
)


def made(factor: tuple[float, ...] = (1.0,) * 5, rate: float = 0.1) -> dict[str, dict]:
    """The public pays 100 and gets 132 a year later, 10 of it first loss; foreign money gets nothing."""
    flows = [
        (0, 0, 1, 0, q, 100 if q == 0 else 0, 122 if q == 4 else 0, 10 if q == 4 else 0) for q in range(5)
    ]
    flows += [(0, 0, 1, 2, q, 50 if q == 0 else 0, 0, 0) for q in range(5)]
    flows += [(0, 0, 1, 3, q, 0, 7, 0) for q in range(5)]
    rows = path_equivalents(
        pl.DataFrame({"scenario_id": [0], "world_id": [0]}),
        pl.DataFrame({"n_quarters": [5]}),
        PARTIES,
        table("scenario_id path_id quarter net_krw", *((0, 0, q, (-150, 0, 0, 0, 132)[q]) for q in range(5))),
        table(
            "scenario_id path_id level class_id quarter paid_in_krw distributed_krw first_loss_krw", *flows
        ),
        pl.DataFrame({"world_id": 0, "path_id": 0, "quarter": range(5), "equity_factor": factor}),
        pl.DataFrame({"scenario_id": [0], "index_return_rate": [rate]}),
    )
    names = dict(PARTIES.select("party_id", "party_code").iter_rows())
    return {names[row["party_id"]]: row for row in rows.rows(named=True)}


def test_the_central_index_earns_its_assumed_return() -> None:
    """132 for 100 against 10 %: KS-PME 1.2, direct alpha 20 %, and the index itself earns 10 %."""
    row = made()["public"]
    assert row["ks_pme_multiple"] == pytest.approx(1.2)
    assert row["irr_rate"] == pytest.approx(0.32)
    assert row["direct_alpha_rate"] == pytest.approx(0.2)
    assert row["ln_pme_rate"] == pytest.approx(0.1)
    assert row["pme_plus_rate"] == pytest.approx(0.1)
    assert row["pme_plus_scale"] == pytest.approx(110 / 132)


def test_a_path_is_held_against_its_own_market() -> None:
    """The market rises by half on top: 1.65 for 1 against 1.32."""
    row = made(factor=(1.0, 1, 1, 1, 1.5))["public"]
    assert row["ks_pme_multiple"] == pytest.approx(1.32 / 1.65)
    assert row["pme_plus_rate"] == pytest.approx(0.65)


def test_the_managers_are_left_out_and_a_total_loss_says_so() -> None:
    found = made()
    assert set(found) == {"whole", "public", "foreign"}
    assert found["whole"]["ks_pme_multiple"] == pytest.approx(132 / 165)
    assert (found["foreign"]["irr_status"], found["foreign"]["ks_pme_multiple"]) == ("total loss", 0.0)
    assert found["foreign"]["pme_plus_scale"] is None
