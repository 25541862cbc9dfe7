from fundmodel.assets.drug_programmes import PHASES
from fundmodel.pipeline import select
from tests.startup_case import sql


def test_phases_in_the_order_of_the_model() -> None:
    assert select(sql("phases"), {}).rows() == list(enumerate([*PHASES, "APP"]))
