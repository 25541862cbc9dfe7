import polars as pl

from fundmodel.pipeline import select
from tests.fund_case import sql


def test_investors_are_numbered_in_the_order_of_the_file_and_know_their_class() -> None:
    given = pl.DataFrame(
        {
            "investor_code": ["pension", "fiscal", "abroad", "gp"],
            "name_en": ["Pension", "Fiscal", "Abroad", "GP"],
            "name_ko": ["연기금", "재정", "해외", "운용사"],
            "class_code": ["domestic", "public", "foreign", "gp"],
            "currency": ["KRW", "KRW", "USD", "KRW"],
            "first_loss_rank": [None, 1, None, None],
            "is_first_time": [True, False, False, False],
            "is_bond_funded": [False, True, False, False],
        }
    )
    made = select(sql("investors"), {"investors_data": given})
    assert made.rows() == [
        (0, "pension", 1, "KRW", None, True, False, "Pension", "연기금"),
        (1, "fiscal", 0, "KRW", 1, False, True, "Fiscal", "재정"),
        (2, "abroad", 2, "USD", None, False, False, "Abroad", "해외"),
        (3, "gp", 3, "KRW", None, False, False, "GP", "운용사"),
    ]
