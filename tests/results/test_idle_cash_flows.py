from tests.results.given import answer, table

PARTIES = table(
    "party_id party_code party_kind class_id",
    (0, "whole", "whole", None),
    (1, "public", "class", 0),
    (2, "domestic", "class", 1),
    (3, "foreign", "class", 2),
    (4, "gp", "class", 3),
)
FRAMES = {
    "parties": PARTIES,
    "investors": table("investor_id class_id", (0, 0)),
    "funds": table("scenario_id fund_id level lp_commitment_krw", (0, 0, 0, 900), (0, 1, 1, 1000)),
    "commitments": table(
        "scenario_id fund_id investor_id class_id commitment_krw",
        (0, 0, 0, 0, 800),
        (0, 0, 1, 1, 100),
        (0, 0, 3, 3, 100),
        (0, 1, -1, -1, 500),
        (0, 1, 1, 1, 300),
        (0, 1, 2, 2, 200),
        (0, 1, 3, 3, 50),
    ),
    "fund_cash": table(
        "scenario_id path_id fund_id quarter advance_krw given_back_krw",
        (0, 1, 1, 4, 60, 0),
        (0, 2, 1, 4, 40, 10),
    ),
    "appropriations": table(
        "scenario_id path_id investor_id quarter called_krw paid_krw returned_krw",
        (0, 1, 0, 4, 5, 25, 1),
    ),
}


def test_classes_share_what_was_paid_early_by_commitment_through_the_mega_fund() -> None:
    """100 over both paths: half by the mega fund, of it public 80 %, domestic and managers 10 % each: 40, 5
    and 5; domestic another 30, foreign 20. The account of fiscal money adds 20 to the public and the whole.
    """
    rows = answer("idle_cash_flows", FRAMES).select("party_id", "advance_krw", "given_back_krw").rows()
    assert rows == [(0, 120, 11), (1, 60, 5), (2, 35, 4), (3, 20, 2), (4, 5, 1)]


def test_without_terms_of_cash_there_is_no_row() -> None:
    none = {name: FRAMES[name].clear() for name in ("fund_cash", "appropriations")}
    assert answer("idle_cash_flows", FRAMES | none).is_empty()
