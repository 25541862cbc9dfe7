"""Investors: what each class and each investor puts in, gets out and earns, gross and net."""

import streamlit as st

from fundmodel import session
from fundmodel.charts import money_by_class, net_returns
from fundmodel.findings import fee_gap, returns_table
from fundmodel.sentences import investors_answer

KINDS = {"class": ("whole", "class"), "investor": ("investor",)}
MONEY = ("commitment", "paid_in", "distributed", "carry", "first_loss")
RATES = {"irr_gross_rate": "irr_gross", "irr_net_rate": "irr_net", "base_net_rate": "irr_base"}

session.question("investors.question")
screen = session.open_page("metrics")
texts = screen.texts
made, plain = screen.answers["metrics"], screen.base_answers["metrics"]

classes = returns_table(made, plain, screen.names, KINDS["class"])
session.answer(screen, investors_answer(classes, fee_gap(classes), texts))
kind = st.segmented_control(
    texts("investors.rows"),
    list(KINDS),
    default="class",
    format_func=lambda code: texts(f"investors.by_{code}"),
    key="investor_rows",
    required=True,
    label_visibility="collapsed",
)
shown = classes if kind == "class" else returns_table(made, plain, screen.names, KINDS["investor"])
change = [] if screen.is_base else ["irr_change"]
columns = ["party", "irr_net", *change, "irr_own", "irr_gross", "tvpi", *MONEY]
session.returns(shown, columns, texts("investors.table"))

named = shown.with_columns(shown[f"name_{texts.language}"].alias("name"))
party = {"name": texts("term.party")}
rates = party | {name: texts(f"term.{key}") for name, key in RATES.items()}
money = party | {f"{key}_krw": texts(f"term.{key}") for key in (*MONEY, "fee", "peak_need")}
with session.beside() as (left, right):
    with left:
        session.chart(net_returns(shown, screen.look), named, f"returns_{kind}", rates)
    with right:
        session.chart(money_by_class(shown, screen.look), named, f"money_{kind}", money)
session.foot(screen, texts("investors.note"), texts("investors.first_loss_note"))
