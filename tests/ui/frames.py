"""Small answer tables with the columns of the model: smooth curves, known by eye."""

import polars as pl

FIRST_YEAR = 2027
QUARTERS = 60
CALLED = 25
TN = 1_000_000_000_000
PARTIES = (
    (0, "whole", "whole", None, 5.00, 0.074, 0.112, None),
    (1, "public", "class", "public", 2.00, 0.051, 0.112, None),
    (2, "domestic", "class", "domestic", 2.80, 0.083, 0.112, None),
    (3, "foreign", "class", "foreign", 0.10, 0.081, 0.112, 0.069),
    (4, "gp", "class", "gp", 0.10, 0.142, 0.112, None),
    (5, "fiscal", "investor", "public", 0.90, 0.049, 0.112, None),
    (6, "mega", "fund", None, 2.10, 0.070, 0.112, None),
    (7, "E1", "fund", None, 0.19, -0.016, 0.02, None),
)


def flows(scenario: str = "base", scale: float = 1.0, paths: int = 0) -> pl.DataFrame:
    """fund_cash_flow: calls for 25 quarters, then distributions; the cumulative curve crosses zero once."""
    statistics = (
        {"central": 1.0} if not paths else {"central": 1.0, "p10": 0.8, "p50": 1.0, "p90": 1.2, "mean": 1.05}
    )
    rows = []
    for party, code, kind, _, size, *_ in PARTIES:
        for statistic, luck in statistics.items():
            total = 0
            for quarter in range(QUARTERS):
                calls = round(size * scale * TN / CALLED) if quarter < CALLED else 0
                back = round(size * scale * luck * 1.6 * TN / (QUARTERS - 20)) if quarter >= 20 else 0
                total += back - calls
                nav = max(0, round(size * scale * TN * (1 - abs(quarter - 30) / 30)))
                key = (0, scenario, party, code, kind, quarter, FIRST_YEAR + quarter // 4, statistic)
                rows.append((*key, calls, back, back - calls, total, nav if quarter < QUARTERS - 1 else 0))
    columns = [
        "scenario_id",
        "scenario",
        "party_id",
        "party_code",
        "party_kind",
        "quarter",
        "year",
        "statistic",
    ]
    money = ["calls_krw", "distributions_krw", "net_krw", "cumulative_krw", "nav_krw"]
    return pl.DataFrame(rows, schema=columns + money, orient="row")


def metrics(scenario: str = "base", shift: float = 0.0, paths: int = 0) -> pl.DataFrame:
    """One row per party and statistic; fund E1 has no rate on the central path."""
    luck = (
        {"central": 0.0}
        if not paths
        else {"central": 0.0, "median": -0.004, "mean": 0.006, "p5": -0.06, "p95": 0.09}
    )
    rows = []
    for party, code, kind, class_code, size, net, gross, own in PARTIES:
        for statistic, extra in luck.items():
            is_missing = code == "E1"
            krw = round(size * TN)
            rows.append(
                {
                    "scenario_id": 0,
                    "scenario": scenario,
                    "party_id": party,
                    "party_code": code,
                    "party_kind": kind,
                    "class_code": class_code,
                    "statistic": statistic,
                    "irr_gross_rate": None if is_missing else gross + shift + extra,
                    "irr_gross_status": "no sign change" if is_missing else "ok",
                    "irr_net_rate": None if is_missing else net + shift + extra,
                    "irr_net_status": "no sign change" if is_missing else "ok",
                    "irr_own_currency_rate": None if own is None else own + shift + extra,
                    "irr_own_currency_status": "ok",
                    "tvpi_multiple": 1.6 + 4 * extra + 4 * shift,
                    "dpi_multiple": 1.6 + 4 * extra + 4 * shift,
                    "rvpi_multiple": 0.0,
                    "pic_share": 0.96,
                    "commitment_krw": krw,
                    "paid_in_krw": round(krw * 0.96),
                    "distributed_krw": round(krw * 1.5),
                    "first_loss_krw": -round(krw * 0.02) if class_code == "public" else 0,
                    "fee_krw": round(krw * 0.12),
                    "carry_krw": round(krw * 0.03),
                    "peak_need_krw": round(krw * 0.8),
                    "payback_quarter": 38,
                    "loss_share": 1 / 12 if paths else None,
                    "below_hurdle_share": 0.4 if paths else None,
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("irr_own_currency_rate").cast(pl.Float64)
    )


def foreign(scenario: str = "base", share: float = 0.02, paths: int = 0) -> pl.DataFrame:
    """foreign_share by quarter; no money has moved in quarter 0."""
    luck = {"central": 1.0} if not paths else {"central": 1.0, "p5": 0.9, "median": 1.0, "p95": 1.1}
    rows = []
    for statistic, factor in luck.items():
        for quarter in range(QUARTERS):
            is_started = quarter > 0
            paid = round(min(quarter, CALLED) / CALLED * 5 * TN * share)
            public = round(min(quarter, CALLED) / CALLED * 2 * TN)
            rows.append(
                {
                    "scenario_id": 0,
                    "scenario": scenario,
                    "quarter": quarter,
                    "year": FIRST_YEAR + quarter // 4,
                    "statistic": statistic,
                    "of_commitments_share": share,
                    "of_paid_in_share": share * 1.1 * factor if is_started else None,
                    "of_nav_share": share * 1.2 * factor if is_started else None,
                    "reaching_korea_share": share * 0.92 * factor if is_started else None,
                    "reaching_korea_non_public_share": 0.6 if is_started else None,
                    "foreign_won_per_public_won": paid / public * factor if public else None,
                    "foreign_paid_in_krw": paid,
                    "public_paid_in_krw": public,
                    "foreign_korea_krw": round(paid * 0.9),
                    "status": "ok" if is_started else "no money yet",
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


NAMES = {
    "whole": ("Whole programme", "프로그램 전체"),
    "public": ("Public", "정책자금"),
    "domestic": ("Domestic private", "국내 민간"),
    "foreign": ("Foreign", "해외 투자자"),
    "gp": ("Managers (GP)", "운용사(GP)"),
    "fiscal": ("Government (fiscal money)", "정부 재정"),
    "mega": ("K-Bio mega fund", "K-바이오 메가펀드"),
    "E1": ("Early-stage bio fund 1", "초기 바이오 펀드 1호"),
}


def parties() -> pl.DataFrame:
    """Names of the parties."""
    rows = [(party, code, kind, *NAMES[code]) for party, code, kind, *_ in PARTIES]
    return pl.DataFrame(
        rows, schema=["party_id", "party_code", "party_kind", "name_en", "name_ko"], orient="row"
    )


def sanity(scenario: str = "base", rate: float = 0.074) -> pl.DataFrame:
    """sanity of the whole programme: green up to 9 %, amber above."""
    level, reason = ("green", "in_range") if rate <= 0.09 else ("amber", "above_amber")
    return pl.DataFrame(
        {
            "scenario_id": [0],
            "scenario": [scenario],
            "party_kind": ["whole"],
            "statistic": ["central"],
            "irr_net_rate": [rate],
            "level": [level],
            "reason_code": [reason],
            "red_low_rate": [0.03],
            "amber_rate": [0.09],
            "red_high_rate": [0.14],
            "sourced_low_rate": [0.03],
            "sourced_high_rate": [0.09],
            "sourced_period": ["2005-2025"],
        }
    )
