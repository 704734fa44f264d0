"""The few statements around a script: views of files, slices of a relation, a copy to a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlglot import exp

from gaoxin.engines.sql.terms import call, cast, column, named, text

DIALECT = "duckdb"
_OPTIONS = {
    ".csv": "FORMAT csv, HEADER true",
    # Figures seldom repeat: a dictionary of them costs a fifth of the time of writing, and saves no room.
    ".parquet": "FORMAT parquet, DICTIONARY_SIZE_LIMIT 1000",
    ".json": "FORMAT json, ARRAY true",
}
ENDINGS = tuple(_OPTIONS)


def no_progress() -> str:
    """Draw no bar of progress: DuckDB takes a script without a file for a person at a terminal."""
    setting = exp.EQ(this=exp.column("enable_progress_bar"), expression=exp.false())
    return exp.Set(expressions=[exp.SetItem(this=setting)]).sql(dialect=DIALECT)


def parquet_rows(path: str) -> exp.Select:
    """The rows of a Parquet file, which stays where it is."""
    return exp.select("*").from_(exp.Table(this=call("read_parquet", text(path))))


def parquet_view(name: str, path: str) -> str:
    """A view over a Parquet file."""
    view = exp.Create(this=exp.to_table(name), kind="VIEW", expression=parquet_rows(path), replace=True)
    return view.sql(dialect=DIALECT)


def kept_table(name: str, query: exp.Query) -> str:
    """A table of this session that holds the rows of a query."""
    made = exp.Create(this=_quoted(name), kind="TABLE", expression=query, replace=True)
    made.set("properties", exp.Properties(expressions=[exp.TemporaryProperty()]))
    return made.sql(dialect=DIALECT, copy=False)


def _quoted(name: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name, quoted=True))


def dropped(name: str) -> str:
    """Remove a table of this session."""
    return exp.Drop(tables=[_quoted(name)], kind="TABLE").sql(dialect=DIALECT)


def everything(relation: str) -> exp.Select:
    """All columns and rows."""
    return exp.select("*").from_(exp.to_identifier(relation))


def rows_with(relation: str, name: str, values: Collection[str]) -> exp.Select:
    """The rows of a relation whose column holds one of several texts."""
    texts: list[exp.Expr] = [text(value) for value in values]
    chosen = exp.In(this=column(name), expressions=texts) if texts else exp.false()
    return exp.select("*").from_(exp.to_identifier(relation)).where(chosen)


def picked(relation: str, columns: Collection[str], rows: Collection[int] | None = None) -> exp.Select:
    """Some columns of a relation; of the rows whose first column holds one of some numbers, where given."""
    names = list(columns)
    query = exp.Select(expressions=[column(name) for name in names]).from_(_quoted(relation), copy=False)
    if rows is None:
        return query
    listed: list[exp.Expr] = [exp.Literal.number(row) for row in rows]
    return query.where(
        exp.In(this=column(names[0]), expressions=listed) if listed else exp.false(), copy=False
    )


def typed(query: exp.Query, *, codes: bool) -> exp.Query:
    """The same rows with the types that a Parquet file keeps.

    Columns that hold one of a few words are typed as such: none is looked up to write.

    Parameters
    ----------
    codes : the texts of ``subject`` are integers, and become them
    """
    if not isinstance(query, exp.Select):
        return query
    made = [_coded(picked) if codes else picked for picked in map(_worded, query.expressions)]
    return exp.Select(**{**query.args, "expressions": made})


def _coded(picked: exp.Expr) -> exp.Expr:
    """The identifier of a row as an integer; it may be one that is written as a text only here."""
    match picked:
        case exp.Star():
            return exp.Star(replace=[_whole(column("subject"))])
        case exp.Column(name="subject"):
            return _whole(picked)
        case exp.Alias(this=exp.Cast(this=exp.Column(name="subject") as code), alias="subject"):
            return _whole(code)
        case _:
            return picked


def _whole(subject: exp.Expr) -> exp.Expr:
    return named(cast(subject, "BIGINT"), "subject")


def _worded(picked: exp.Expr) -> exp.Expr:
    match picked:
        case exp.Alias(this=exp.Case() as choice) if choice.this is None:
            values = [branch.args["true"] for branch in choice.args["ifs"]] + [choice.args.get("default")]
        case _:
            return picked
    if not all(isinstance(value, exp.Literal) and value.is_string for value in values):
        return picked
    words = dict.fromkeys(str(value.this) for value in values)
    made = [exp.Cast(this=text(str(value.this)), to=_one_of(words)) for value in values]
    branches = [
        exp.If(this=branch.this, true=value) for branch, value in zip(choice.args["ifs"], made, strict=False)
    ]
    return exp.Alias(this=exp.Case(ifs=branches, default=made[-1]), alias=picked.args["alias"])


def _one_of(words: Iterable[str]) -> exp.DataType:
    return exp.DataType(this=exp.DType.ENUM, expressions=[text(word) for word in words])


def ordered(sql: str, columns: str) -> str:
    """The rows of a query, which has no order of its own, by some of its columns."""
    return f"{sql}\nORDER BY {columns}"


def copy(sql: str, path: str, ending: str, together: int | None = None) -> str:
    """A statement that writes the rows of a query to a file, in Parquet so many of them together.

    Where they are read in parts as large, DuckDB need not join and cut them anew to keep their order.
    """
    target = text(path).sql(dialect=DIALECT)
    sized = f", ROW_GROUP_SIZE {together}" if together and ending == ".parquet" else ""
    return f"COPY ({sql}) TO {target} ({_OPTIONS[ending]}{sized})"
