from fundmodel import datasets
from tests.results.given import answer


def test_every_tuned_value_stands_with_what_it_was_tuned_to() -> None:
    tables = datasets.read_all()
    rows = answer("tuned_assumptions", {name: tables[name] for name in ("tuned_data", "assumptions_data")})
    assert rows.height == tables["tuned_data"].height
    volatility = rows.filter(name="fx_volatility_rate").row(0, named=True)
    assert (volatility["value"], volatility["unit"]) == ("0.093", "rate per year")
    assert "since 1999" in volatility["tuned_to"]
    assert rows.filter(dataset="curves")["value"].null_count() == 2
