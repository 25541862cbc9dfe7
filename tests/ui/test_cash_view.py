"""The view of the page Investors on calls, idle cash, lines and recallable distributions."""

import pytest

ON = {"fiscal_payment": "yearly", "call_method": "instalments", "line_share": "0.3", "recycling_share": "1"}


EN = ("Net IRR without", "What stopped more", "Account of fiscal money")
KO = ("순 IRR(대출 없음)", "추가 재출자의 제약", "재정 자금 계좌")


@pytest.mark.parametrize(("language", "texts"), [("en", EN), ("ko", KO)])
def test_terms_of_cash_are_answered_by_fund_and_by_class(screen, language: str, texts: tuple) -> None:
    app = screen(language, page="investors", **ON)
    app.at.segmented_control(key="investor_rows").set_value("cash").run()
    app.check()
    assert all(text in app.html for text in texts)


def test_without_such_terms_the_view_says_so(screen) -> None:
    app = screen("en", page="investors")
    app.at.segmented_control(key="investor_rows").set_value("cash").run()
    app.check()
    assert "Partners pay when a fund spends" in app.html
