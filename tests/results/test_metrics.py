from tests.results.given import PARTIES, SCENARIOS, answer, table

TOTALS = (
    "scenario_id party_id statistic tvpi_multiple dpi_multiple rvpi_multiple pic_share multiple_status "
    "moic_gross_multiple "
    "commitment_krw paid_in_krw distributed_krw first_loss_krw fee_krw carry_krw peak_need_krw "
    "payback_quarter loss_share random_path_count"
)
RATES = "scenario_id party_id measure statistic rate status hurdle_rate single_rate_share below_hurdle_share"
MONEY = (1.5, 1.5, 0.0, 0.9, "ok", 1.7, 100, 90, 135, 0, 5, 4, 60, 30, 0.25, 8)


def test_rates_multiples_and_money_stand_in_one_row():
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "total_statistics": table(TOTALS, (0, 0, "median", *MONEY), (0, 5, "median", *MONEY)),
        "rate_statistics": table(
            RATES,
            (0, 0, "gross", "median", 0.11, "ok", 0.07, 1.0, 0.1),
            (0, 0, "net", "median", 0.08, "ok", 0.07, 0.9, 0.2),
            (0, 5, "gross", "median", 0.12, "ok", 0.08, 1.0, 0.3),
            (0, 5, "net", "median", None, "no sign change", 0.08, 0.0, None),
            (0, 5, "net_own_currency", "median", 0.06, "ok", 0.08, 1.0, 0.5),
        ),
    }
    whole, sovereign = answer("metrics", frames).rows(named=True)
    assert (whole["party_code"], whole["party_kind"], whole["class_code"]) == ("whole", "whole", None)
    assert (whole["irr_gross_rate"], whole["irr_net_rate"], whole["irr_net_status"]) == (0.11, 0.08, "ok")
    assert (whole["irr_own_currency_rate"], whole["irr_own_currency_status"]) == (0.08, "ok")
    assert whole["moic_gross_multiple"] == 1.7
    assert (whole["tvpi_multiple"], whole["distributed_krw"], whole["payback_quarter"]) == (1.5, 135, 30)
    assert (whole["hurdle_rate"], whole["below_hurdle_share"], whole["single_rate_share"]) == (0.07, 0.2, 0.9)
    assert (whole["loss_share"], whole["random_path_count"]) == (0.25, 8)
    assert (sovereign["party_code"], sovereign["class_code"]) == ("sovereign", "foreign")
    assert (sovereign["irr_net_rate"], sovereign["irr_net_status"]) == (None, "no sign change")
    assert (sovereign["irr_own_currency_rate"], sovereign["irr_own_currency_status"]) == (0.06, "ok")
