from tests.startup_case import Case


def test_a_change_of_size_inside_a_power_of_two_leaves_the_draws_alone() -> None:
    small = Case(overrides={"programme_size_krw": 5_000_000_000_000})
    near = Case(overrides={"programme_size_krw": 5_010_000_000_000})
    assert not small["fund_plan"].equals(near["fund_plan"])
    assert small["company_capacity_plan"].equals(near["company_capacity_plan"])
    assert "company_count" not in small["company_capacity_plan"].columns


def test_the_columns_are_those_of_the_plan() -> None:
    case = Case()
    capacity = case["company_capacity_plan"]
    assert capacity.equals(case["company_plan"].select(capacity.columns))
    assert (capacity["company_capacity"] >= case["company_plan"]["company_count"]).all()
