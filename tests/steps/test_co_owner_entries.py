from fundmodel.pipeline import select
from tests.fund_case import sql
from tests.results.given import table


def test_owners_stand_against_suppliers_and_buyers_and_touch_no_fund() -> None:
    frames = {
        "co_owner_flows": table(
            "scenario_id path_id fund_id quarter owner_kind fund_invested_krw paid_in_krw received_krw",
            (0, 0, 1, 0, "co_investment", 100, 50, 0),
            (0, 0, 1, 5, "co_investment", 0, 0, 80),
            (0, 3, 1, 5, "co_investment", 0, 0, 90),
        ),
        "kept_paths": table("path_id", (0,)),
        "funds": table("scenario_id fund_id fund_code", (0, 1, "E1")),
    }
    rows = select(sql("co_owner_entries"), frames).drop("scenario_id", "path_id", "tier").rows()
    assert rows == [
        (0, "co_owner:co_investment", "supplier:E1", "co_owner_paid_in", -50),
        (0, "supplier:E1", "co_owner:co_investment", "co_owner_paid_in", 50),
        (5, "buyer:E1", "co_owner:co_investment", "co_owner_received", -80),
        (5, "co_owner:co_investment", "buyer:E1", "co_owner_received", 80),
    ]
