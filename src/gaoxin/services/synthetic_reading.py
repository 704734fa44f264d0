"""A description of a synthetic table -> a recipe to draw from; all faults at once, with file and line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from graphlib import CycleError, TopologicalSorter
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from gaoxin.base.errors import Fault, PackError, Place, UsageError
from gaoxin.base.periods import FIRST_YEAR, LAST_YEAR, split_heading
from gaoxin.loading.library import Library, installed
from gaoxin.loading.yaml import Document, Path, read_yaml
from gaoxin.services.synthetic_spec import AGE, Cell, Figure, Special, Synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gaoxin.spec import Subject, Variable

EXAMPLES = "examples"
_FORMS = {
    "number": ("draw", "of", "choices"),
    "real": ("draw", "of", "choices"),
    "grade": ("choices",),
    "flag": ("chance",),
    "category": ("choices",),
    "text": ("text", "choices"),
    "date": ("dates",),
}
_Found = tuple[Path, str, str, str]
"""A fault on its way: path, the thing seen, the rule, the next step."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A description that was checked against the packs that it names.

    Parameters
    ----------
    spec : the description
    variables : every variable of those packs, by name
    subject : what a row is
    """

    spec: Synthetic
    variables: Mapping[str, Variable]
    subject: Subject

    def order(self, profile: str | None) -> list[str]:
        """Give the variables of a kind of subject, each after those that it goes by."""
        graph = {name: set(self._needs(figure)) for name, figure in self.spec.figures(profile).items()}
        return list(TopologicalSorter(graph).static_order())

    def _needs(self, figure: Figure) -> Iterator[str]:
        for name in figure.needs():
            if name != AGE:
                yield name
            elif self.subject.founded:
                yield self.subject.founded


def examples() -> FilePath:
    """Give the folder of the example that the installed packs carry.

    Raises
    ------
    UsageError : no installed distribution carries one
    """
    for root in installed().roots:
        for file in sorted(root.glob(f"{EXAMPLES}/*/synthetic.yaml")):
            return file.parent
    message = "no example is installed; try: install gaoxin-packs again"
    raise UsageError(message)


def read_recipe(file: FilePath | str, library: Library | None = None) -> Recipe:
    """Read and check a description.

    Parameters
    ----------
    file : path
        a YAML file, or a folder with a `synthetic.yaml`
    library : Library
        the packs at hand; the installed ones where None

    Raises
    ------
    UsageError : no such file, or a pack that it names is not at hand
    PackError : every fault of the description at once
    """
    path = FilePath(file)
    path = path / "synthetic.yaml" if path.is_dir() else path
    if not path.is_file():
        message = f"{path}: no such file; try: name a YAML file that describes a synthetic table"
        raise UsageError(message)
    document = read_yaml(path.read_text(encoding="utf-8-sig"), path.name)
    if document.faults:
        raise PackError(document.faults)
    spec = _validated(document)
    variables, subject = _defined(spec, document, library or installed())
    recipe = Recipe(spec, variables, subject)
    found = [*_whole(recipe), *_figures(recipe), *_specials(recipe)]
    if found:
        raise PackError([_fault(document, path, *rest) for path, *rest in found])
    return recipe


def _validated(document: Document) -> Synthetic:
    try:
        return Synthetic.model_validate(document.value)
    except ValidationError as error:
        raise PackError([_model_fault(document, found) for found in error.errors()]) from error


def _model_fault(document: Document, error: Any) -> Fault:
    path: Path = error["loc"]
    step, kind = "mend the value", str(error["type"])
    seen = f"{error['input']!r}" if isinstance(error["input"], (str, int)) else "this entry"
    rule = str(error["msg"]).removeprefix("Value error, ")
    if kind == "extra_forbidden":
        seen, rule, step = f"the unknown key {path[-1]!r}", "unknown keys are faults", "remove it or mend it"
    elif kind == "missing":
        seen, rule, step = f"no {path[-1]!r}", f"{path[-1]!r} is required here", f"add `{path[-1]}:`"
    return _fault(document, path, seen, rule, step)


def _fault(document: Document, path: Path, seen: str, rule: str, step: str) -> Fault:
    return Fault(
        Place(document.file, document.line(path)), ".".join(map(str, path)) or "file", seen, rule, step
    )


def _defined(spec: Synthetic, document: Document, library: Library) -> tuple[dict[str, Variable], Subject]:
    """Collect the variables of the packs, and the subject."""
    variables: dict[str, Variable] = {}
    subjects: dict[str, Subject] = {}
    for name in spec.packs:
        pack = library.load(library.find(name)).pack
        variables |= pack.variables
        subjects |= pack.subjects
    if spec.subject not in subjects:
        rule, step = "one of its packs defines the subject", "add the pack that does to `packs`"
        raise PackError([_fault(document, ("subject",), repr(spec.subject), rule, step)])
    return variables, subjects[spec.subject]


def _whole(recipe: Recipe) -> Iterator[_Found]:
    spec = recipe.spec
    first, last = spec.periods
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        yield ("periods",), f"{first} to {last}", "the first year comes before the last", "mend the years"
    total = sum(profile.share for profile in spec.profiles.values())
    if spec.profiles and total != 1:
        yield ("profiles",), f"shares that sum to {total}", "the shares of the profiles sum to 1", "mend them"
    if len(spec.specials) > spec.count:
        seen = f"{len(spec.specials)} specials among {spec.count} subjects"
        yield ("specials",), seen, "specials are the first of the subjects", "raise `count`"
    rings = [ring for profile in (None, *spec.profiles) if (ring := _ring(recipe, profile))]
    if rings:
        rule = "variables may not go by each other in a circle"
        yield ("variables", rings[0][0]), " → ".join(rings[0]), rule, "draw one of them"


def _ring(recipe: Recipe, profile: str | None) -> list[str]:
    """Variables that go by each other, the first one again at the end."""
    try:
        recipe.order(profile)
    except CycleError as error:
        return error.args[1]
    return []


def _figures(recipe: Recipe) -> Iterator[_Found]:
    spec = recipe.spec
    for name, figure in spec.variables.items():
        yield from _figure(recipe, name, figure, ("variables", name))
    for label, profile in spec.profiles.items():
        for name, figure in profile.variables.items():
            path: Path = ("profiles", label, "variables", name)
            if name not in spec.variables:
                yield path, repr(name), "profiles change what all subjects have", "add it to `variables`"
            yield from _figure(recipe, name, figure, path)


def _figure(recipe: Recipe, name: str, figure: Figure, path: Path) -> Iterator[_Found]:
    variable = recipe.variables.get(name)
    if variable is None:
        rule = f"no variable of {', '.join(recipe.spec.packs)} has this name"
        yield path, repr(name), rule, "mend the name or `packs`"
        return
    forms = _FORMS[variable.type]
    if figure.form not in forms:
        yield path, f"`{figure.form}`", f"{name} is a {variable.type}", f"give one of {', '.join(forms)}"
    elif figure.choices:
        wrong = [word for word in figure.choices if not _fits(word, variable)]
        if wrong:
            yield (*path, "choices"), ", ".join(wrong), f"{name} cannot take these", _possible(variable)
    known = {*recipe.spec.variables, *([AGE] if recipe.subject.founded in recipe.spec.variables else [])}
    for needed in figure.needs():
        kind = recipe.variables[needed].type if needed in recipe.variables else "number"
        if needed not in known:
            yield path, repr(needed), "a figure goes by variables of this table", "add it to `variables`"
        elif kind not in ("number", "real", "flag"):
            yield path, f"{needed}, a {kind}", "a figure goes by numbers and flags", "name one of these"


def _specials(recipe: Recipe) -> Iterator[_Found]:
    spec = recipe.spec
    before: set[str] = set()
    for n, special in enumerate(spec.specials):
        path: Path = ("specials", n)
        if special.name in before:
            yield (*path, "name"), repr(special.name), "a special has a name of its own", "rename one"
        if special.like and special.like not in before:
            yield (*path, "like"), repr(special.like), "`like` names a special further up", "mend the name"
        if special.profile and special.profile not in spec.profiles:
            yield (*path, "profile"), repr(special.profile), "no profile has this name", "mend the name"
        before.add(special.name)
        yield from _given(recipe, special, path)


def _given(recipe: Recipe, special: Special, path: Path) -> Iterator[_Found]:
    first, last = recipe.spec.periods
    for key, cell in special.given.items():
        name, year = split_heading(key)
        place, variable = (*path, "given", key), recipe.variables.get(name)
        if variable is None or name not in recipe.spec.variables:
            yield place, repr(name), "given values are of variables of this table", "mend the name"
        elif year is not None and year not in recipe.spec.years:
            yield place, str(year), f"the table has the years {first} to {last}", "mend the year"
        elif cell is not None and not _fits(cell, variable):
            yield place, repr(cell), f"{name} is a {variable.type}", _possible(variable)


def _fits(cell: Cell, variable: Variable) -> bool:
    """Whether a cell is a value of a variable, in its own unit."""
    match variable.type:
        case "flag":
            return isinstance(cell, bool)
        case "date":
            return isinstance(cell, date)
        case "text":
            return isinstance(cell, str)
        case "category":
            return cell in variable.categories
        case _:
            return cell in variable.grades or (not isinstance(cell, bool) and _number(cell) is not None)


def _number(cell: Cell) -> Decimal | None:
    try:
        number = Decimal(str(cell))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _possible(variable: Variable) -> str:
    words = [*variable.categories, *variable.grades]
    kinds = {"flag": "true or false", "date": "a date such as 2024-03-05", "text": "a text"}
    return f"give one of {', '.join(words)}" if words else f"give {kinds.get(variable.type, 'a number')}"
