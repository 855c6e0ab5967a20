"""The tables of a sweep as pandas and DuckDB read them, without being told anything: python tables.py SWEEP POINTS REPLICATIONS.

CSV and Parquet must say the same, column for column and bit for bit; every column is a number, as far as a CSV can tell;
a missing number is missing, not text.
"""

import sys
from pathlib import Path

import duckdb
import pandas
from pandas.api.types import is_float_dtype, is_integer_dtype

folder, points, replications = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
rows = {"points": points, "replications": points * replications}
NUMBERS = {"BIGINT", "DOUBLE", "UBIGINT"}


def check(name):
    files = {kind: str(folder / f"{name}.{kind}") for kind in ("csv", "parquet")}
    by_pandas = {"csv": pandas.read_csv(files["csv"]), "parquet": pandas.read_parquet(files["parquet"])}
    for kind, table in by_pandas.items():
        assert len(table) == rows[name], f"{files[kind]}: {len(table)} rows, not {rows[name]}"
        for column, dtype in table.dtypes.items():
            assert is_integer_dtype(dtype) or is_float_dtype(dtype), f"{files[kind]}: {column} is {dtype} to pandas"
            # A CSV has no types: a column that is 0 throughout reads as whole numbers there.
            real = kind == "parquet" and column.endswith(("_mean", "_half_width"))
            assert not real or is_float_dtype(dtype), f"{column} is {dtype}"
        types = duckdb.sql(f"describe from '{files[kind].replace(chr(39), chr(39) * 2)}'").fetchall()
        assert [row[0] for row in types] == list(table.columns), f"{files[kind]}: DuckDB sees other columns"
        # Nor has a column of a CSV in which every value is missing.
        typed = [row for row in types if kind == "parquet" or table[row[0]].notna().any()]
        wrong = [row[:2] for row in typed if row[1] not in NUMBERS]
        assert not wrong, f"{files[kind]}: not numbers to DuckDB: {wrong}"
    pandas.testing.assert_frame_equal(by_pandas["csv"], by_pandas["parquet"], check_dtype=False, check_exact=True)
    print(f"{name}: {rows[name]} rows, {len(types)} columns, the same in CSV and Parquet, to pandas and DuckDB")
    return by_pandas["parquet"]


check("points")
check("replications")
