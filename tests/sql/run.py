"""Runs the file of `errbook export sql` on DuckDB or Spark, and prints all its relations as JSON.

    python run.py duckdb errbook.sql events.jsonl
    python run.py spark errbook.sql events.jsonl

With `--permanent`, it keeps the views, as the head of the file explains.
"""

import json
import re
import sys


def duckdb():
    import duckdb

    connection = duckdb.connect()

    def run(statement):
        result = connection.execute(statement)
        return [column[0] for column in result.description], result.fetchall()

    return run, lambda path: "read_json_auto('" + path + "')"


def spark():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")

    def run(statement):
        frame = session.sql(statement)
        return frame.columns, [tuple(row) for row in frame.collect()]

    return run, lambda path: "json.`" + path + "`"


def main():
    permanent = "--permanent" in sys.argv
    engine, file, events = [argument for argument in sys.argv[1:] if argument != "--permanent"]
    run, table = {"duckdb": duckdb, "spark": spark}[engine]()
    text = open(file, encoding="utf-8").read()
    temporary = "" if permanent else "TEMPORARY "
    if permanent:
        text = text.replace(" TEMPORARY ", " ")
    columns = "code, type AS type_url, status, operation, events"
    run(f"CREATE {temporary}VIEW errbook_events AS SELECT {columns} FROM {table(events)}")
    statements = [statement for statement in text.split(";") if statement.strip()]
    relations = {}
    for statement in statements:
        run(statement)
        name = re.search(r"^CREATE OR REPLACE (?:TEMPORARY )?VIEW (\w+) AS$", statement, re.MULTILINE)
        relations[name[1]] = None
    for name in relations:
        columns, rows = run(f"SELECT * FROM {name}")
        rows = sorted(rows, key=lambda row: [(value is None, str(value)) for value in row])
        relations[name] = {"columns": columns, "rows": rows}
    print(json.dumps(relations, ensure_ascii=False, indent=1))


main()
