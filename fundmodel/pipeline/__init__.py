"""Tables made on demand: find the steps, order them, run what is asked for, reuse what is known.

A step is one SQL file or one Python function; the tables it reads are found in its text or its
signature, so there is no list of steps to maintain.
"""

from fundmodel.pipeline.blocks import RunCancelledError
from fundmodel.pipeline.queries import QueryError, database_version, select, set_threads, tables_read
from fundmodel.pipeline.runner import Runner
from fundmodel.pipeline.steps import Graph, Step, StepError, find_steps
from fundmodel.pipeline.store import Cache, content_hash

__all__ = [
    "Cache",
    "Graph",
    "QueryError",
    "RunCancelledError",
    "Runner",
    "Step",
    "StepError",
    "content_hash",
    "database_version",
    "find_steps",
    "select",
    "set_threads",
    "tables_read",
]
