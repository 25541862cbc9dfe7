"""The command `fundmodel seek`: which value of an assumption gives a wanted answer."""

from typing import Annotated

import typer

# What imports NumPy is imported inside: help and mistyped options answer at once.

_WRONG_INPUT = 2


def seek(
    name: Annotated[str, typer.Argument(help="The assumption to move, for example carry_rate.")],
    answer: Annotated[str, typer.Argument(help="The figure, for example foreign.irr_own_rate.")],
    wanted: Annotated[
        float,
        typer.Argument(help="What it shall be, in its unit: rates and shares as 0.08 for 8 %, money in won."),
    ],
    scenario: Annotated[
        str, typer.Option(help="A scenario name, or a TOML file with one scenario.")
    ] = "base",
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change another assumption; repeat at will."),
    ] = None,
    paths: Annotated[
        int, typer.Option(min=0, help="Random paths whose median counts; 0 is the central case.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 7,
) -> None:
    """Search an assumption between its low and high for a wanted answer, and print every value tried.

    Ends with 0 if a value was found, with 1 if none gives the answer, with 2 on wrong input.
    """
    from fundmodel.arguments import scenarios_of  # noqa: PLC0415
    from fundmodel.datasets import DatasetError  # noqa: PLC0415
    from fundmodel.design.goal_seek import seek as run_seek  # noqa: PLC0415
    from fundmodel.design.search import FOUND  # noqa: PLC0415
    from fundmodel.design.targets import target_of  # noqa: PLC0415
    from fundmodel.scenario import ScenarioError  # noqa: PLC0415
    from fundmodel.sentences_design import goal_answer, target_value  # noqa: PLC0415
    from fundmodel.texts import Texts  # noqa: PLC0415

    texts = Texts("en")
    try:
        start, *others = scenarios_of(scenario, settings or [])
        if others:
            typer.echo(
                f"--scenario {scenario}: names {len(others) + 1} scenarios; seek one at a time.", err=True
            )
            raise typer.Exit(_WRONG_INPUT)
        goal = run_seek(start, name, target_of(answer), wanted, paths, seed)
    except (ScenarioError, DatasetError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_WRONG_INPUT) from None
    for row in goal.table().iter_rows(named=True):
        found = texts("design.no_answer")
        if row["answer"] is not None:
            found = target_value(goal.target.column, row["answer"], texts, exact=True)
        typer.echo(f"{row['batch']:>2}  {row['value']:<22.10g} {found}")
    typer.echo(goal_answer(goal, name, "{:.10g}".format, texts))
    if goal.search.verdict != FOUND:
        raise typer.Exit(1)
