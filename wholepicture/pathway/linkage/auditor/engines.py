"""Where Splink works: in DuckDB in this process, or on Spark."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wholepicture.pathway.linkage.auditor import requirements
from wholepicture.registers.people.facts import RecordTold


@contextmanager
def opened(engine: str, master: str | None = None) -> Iterator[Any]:
    """Yield Splink's interface to an engine, `duckdb` or `spark`. Raises NotInstalled.

    `master` names the Spark cluster, such as spark://host:7077; None is what the environment or spark-submit says.
    """
    requirements.check(engine)
    if engine == "duckdb":
        from splink.backends.duckdb import DuckDBAPI

        yield DuckDBAPI()
        return
    from splink.backends.spark import SparkAPI

    with session(master) as spark:
        parts = spark.sparkContext.defaultParallelism
        # Kept on the workers between steps: a checkpoint would need a folder that all of them share.
        yield SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=spark, break_lineage_method="persist", num_partitions_on_repartition=parts
        )


@contextmanager
def session(master: str | None = None) -> Iterator[Any]:
    """Yield a Spark session with what Splink needs on every worker, and stop it afterwards."""
    from pyspark.sql import SparkSession
    from splink.internals.spark.jar_location import similarity_jar_location

    builder = SparkSession.builder.appName("Whole Picture: audit of the matching")
    builder = builder.config("spark.jars", similarity_jar_location()).config("spark.ui.showConsoleProgress", "false")
    # The setting spark.pyspark.python is read by spark-submit only; the workers have the platform installed under one path.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = (builder.master(master) if master else builder).getOrCreate()
    # Many short queries: the 200 parts that Spark cuts each into by default are mostly empty.
    spark.conf.set("spark.sql.shuffle.partitions", 3 * spark.sparkContext.defaultParallelism)
    try:
        yield spark
    finally:
        spark.stop()


def weigh(session: Any, records: Sequence[RecordTold], path: Path) -> None:  # noqa: ANN401
    """Weigh on Spark, by our own matcher, all records that share a key; the workers write what they find to this path."""
    from wholepicture.pathway.linkage import matcher
    from wholepicture.pathway.linkage.auditor import scoring

    told = session.createDataFrame(scoring.table(records)).cache()
    scoring.scored(told, matcher.load()).write.mode("overwrite").parquet(str(path.resolve()))
