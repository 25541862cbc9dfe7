from fundmodel.assets.drug_programmes import Kind
from fundmodel.pipeline import select
from tests.startup_case import sql


def test_kinds_are_those_of_the_model() -> None:
    assert select(sql("startup_kinds"), {}).rows() == [(int(kind), kind.name.lower()) for kind in Kind]
