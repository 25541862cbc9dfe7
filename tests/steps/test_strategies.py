from fundmodel.dataset_schemas import STRATEGIES
from fundmodel.pipeline import select
from tests.startup_case import sql


def test_strategies_are_those_of_the_fund_file() -> None:
    assert select(sql("strategies"), {}).rows() == list(enumerate(STRATEGIES))
