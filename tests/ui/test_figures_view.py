"""The view of the page Investors on the figures of a report: they stand there with their amounts."""

import pytest

ON = {
    "line_share": "0.3",
    "recycling_share": "1",
    "transaction_fee_rate": "0.01",
    "domestic_fee_discount_share": "0.5",
    "organisation_rate": "0.01",
    "carry_escrow_share": "0.5",
    "upside_transfer_share": "0.2",
}
EN = ("Recallable, not called again", "Fee offset", "Carry held in escrow", "Public upside given up")
KO = ("재출자 가능 잔액", "보수 상계", "예치된 성과보수", "정책자금이 양보한 초과수익")


@pytest.mark.parametrize(("language", "texts"), [("en", EN), ("ko", KO)])
def test_figures_of_a_report_stand_with_their_amounts(screen, language: str, texts: tuple) -> None:
    app = screen(language, page="investors", **ON)
    app.at.segmented_control(key="investor_rows").set_value("figures").run()
    app.check()
    assert all(text in app.html for text in texts)
    assert "expense_internal_chargeback" in app.html
    last = app.at.select_slider(key="figures_year").options[-1]
    app.at.select_slider(key="figures_year").set_value(last).run()
    app.check()
    app.at.selectbox(key="figures_of").set_value("E1").run()
    app.check()
