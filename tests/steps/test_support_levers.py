from fundmodel.funds.support_terms import LEVERS
from fundmodel.pipeline import select
from tests.startup_case import sql


def test_levers_are_those_that_are_settled_in_the_same_order() -> None:
    assert select(sql("support_levers"), {}).rows() == list(enumerate(LEVERS, start=1))
