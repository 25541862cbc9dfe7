from tests.results.given import answer, table


def test_only_scenarios_that_change_one_lever_and_nothing_else_are_compared():
    metrics = "scenario_id scenario party_code party_kind statistic irr_gross_rate irr_net_rate tvpi_multiple"
    names = ["base", "sandbox", "hurdle", "both"]
    rows = [
        (
            number,
            name,
            party,
            kind,
            "median",
            0.25 + number / 4,
            0.125 + number / 8,
            1.5 + number,
            100 + number,
        )
        for number, name in enumerate(names)
        for party, kind in (("whole", "whole"), ("public", "class"), ("pension", "investor"))
    ]
    overrides = [
        (1, "sandbox_time_saving_share", "0", "0.25"),
        (2, "hurdle_rate", "0.07", "0.08"),
        (3, "hurdle_rate", "0.07", "0.08"),
        (3, "sandbox_time_saving_share", "0", "0.25"),
    ]
    frames = {
        "metrics": table(f"{metrics} distributed_krw", *rows),
        "scenario_overrides": table("scenario_id name before after", *overrides).rename(
            {"before": "base_value", "after": "value"}
        ),
        "assumptions_data": table(
            "name label_en label_ko unit source",
            (
                "sandbox_time_saving_share",
                "Sandbox",
                "규제샌드박스",
                "share",
                "Policy lever without an effect",
            ),
            ("hurdle_rate", "Hurdle", "기준수익률", "rate per year", "K-Bio terms"),
        ),
    }
    lever = ("sandbox_time_saving_share", "Sandbox", "규제샌드박스", "share", "0", "0.25")
    assert answer("policy_levers", frames).rows() == [
        (1, "sandbox", *lever, party, "median", 0.25, 0.125, 1.0, 1) for party in ("public", "whole")
    ]
