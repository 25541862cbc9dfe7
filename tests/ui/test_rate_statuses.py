"""A rate of return that does not exist, or is not the only one, says so and why, in both languages."""

import polars as pl
import pytest

from fundmodel.session import compute

# So little succeeds that public money, which pays first loss at the end, has several rates or none.
POOR = {"success_multiplier": "0.5", "demand_level": "0.5"}
SEVERAL = {
    "en": ("(several rates fit)", "judge by the multiple and the won", "no rate within limits"),
    "ko": ("(수익률이 여러 개)", "배수와 금액으로 함께 판단", "한도 안에 수익률 없음"),
}
LOST = {
    "en": ("total loss (−100 %)", "money was paid in and nothing came back"),
    "ko": ("전액 손실(−100 %)", "납입한 뒤 돌아온 돈이 없어"),
}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_several_rates_and_no_rate_are_said_and_explained(screen, language: str) -> None:
    app = screen(language, page="investors", **POOR)
    app.check()
    assert all(text in app.html for text in SEVERAL[language])
    app.at.segmented_control(key="investor_rows").set_value("bridge").run()
    app.at.segmented_control(key="bridge_party").set_value("whole").run()
    app.check()
    assert SEVERAL[language][1] in app.html


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_total_loss_is_said_and_explained(screen, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No slider of the programme loses everything, so what foreign investors got back is taken away here."""
    found = compute.Answers.__getitem__

    def nothing_back(answers: compute.Answers, name: str) -> pl.DataFrame:
        table = found(answers, name)
        if name != "metrics":
            return table
        is_foreign = pl.col("party_code") == "foreign"
        rates = ("irr_net_rate", "irr_gross_rate", "irr_own_currency_rate")
        statuses = [name.replace("_rate", "_status") for name in rates]
        return table.with_columns(
            *(pl.when(is_foreign).then(-1.0).otherwise(pl.col(name)).alias(name) for name in rates),
            *(
                pl.when(is_foreign).then(pl.lit("total loss")).otherwise(pl.col(name)).alias(name)
                for name in statuses
            ),
        )

    monkeypatch.setattr(compute.Answers, "__getitem__", nothing_back)
    app = screen(language)
    app.check()
    assert all(text in app.html for text in LOST[language])
    app.go("investors")
    app.check()
    assert all(text in app.html for text in LOST[language])
