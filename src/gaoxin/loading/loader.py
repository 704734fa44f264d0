"""A pack folder -> a frozen Pack and its program; every fault with file and line, raised once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any, cast

from pydantic import ValidationError

from gaoxin.base.errors import Fault, FormulaError, PackError, Place
from gaoxin.formula.builder import Builder, FormulaFault
from gaoxin.formula.program import Program
from gaoxin.loading.rules import RULES
from gaoxin.loading.yaml import Document, Path, mapping, read_yaml
from gaoxin.spec import Expectation, Pack

MAX_FILES = 200
MAX_PACK_BYTES = 4_000_000
_MERGED = frozenset(
    "variables indicators points verdicts index board subjects sources checks reason_types".split()
)


@dataclass(slots=True)
class Loaded:
    """A pack as loaded, with the way back from every value to its file and line.

    Parameters
    ----------
    pack : the frozen pack
    folder : where it came from
    places : file and line of every path
    """

    pack: Pack
    folder: FilePath
    places: Mapping[Path, Place] = field(default_factory=dict[Path, Place])

    def place(self, path: Path) -> Place:
        """File and line of a path, or of the nearest path above it."""
        return _nearest(self.places, path, self.folder)


def load_folder(folder: FilePath) -> Loaded:
    """Load one pack folder; references to other packs are checked by `link`.

    Raises
    ------
    PackError : all faults of the folder at once
    """
    documents, faults = _read(folder)
    merged, places = _merge(documents, faults)
    pack: Pack | None = None
    if merged or not faults:
        try:
            pack = Pack.model_validate(merged)
        except ValidationError as error:
            faults += [_model_fault(e, places, folder) for e in _told(error)]
    if pack is None or faults:
        raise PackError(faults)
    return Loaded(pack, folder, places)


def link(loaded: Loaded, others: Mapping[str, Pack]) -> Program:
    """Resolve the formulas of a pack with the packs that it needs, by family.

    Raises
    ------
    PackError : all faults of formulas and references at once
    """
    builder = Builder(loaded.pack, others)
    program = builder.build()
    program = replace(program, places={name: loaded.place(path) for name, path in builder.paths.items()})
    faults = [_formula_fault(f, loaded) for f in builder.faults]
    for rule in RULES:
        faults += [
            Fault(
                found.place or loaded.place(found.path), found.object, found.seen, found.rule, found.next_step
            )
            for found in rule(program, others)
        ]
    if faults:
        raise PackError(faults)
    return program


def load_tests(folder: FilePath) -> list[tuple[Expectation, Place]]:
    """The cases of a pack's `tests` folder, each with its place.

    Raises
    ------
    PackError : all faults of the test files at once
    """
    cases: list[tuple[Expectation, Place]] = []
    faults: list[Fault] = []
    for file in _files(folder / "tests", folder, faults):
        document = _document(file, folder, faults)
        if document is None:
            continue
        value: list[Any] = [document.value]
        if isinstance(document.value, list):
            value = cast("list[Any]", document.value)
        for n, item in enumerate(value):
            try:
                cases.append((Expectation.model_validate(item), Place(document.file, document.line((n,)))))
            except ValidationError as error:
                places = {path: Place(document.file, line) for path, line in document.lines.items()}
                faults += [_model_fault(e, places, folder, (n,)) for e in _told(error)]
    if faults:
        raise PackError(faults)
    return cases


def _read(folder: FilePath) -> tuple[list[Document], list[Fault]]:
    faults: list[Fault] = []
    if not (folder / "pack.yaml").is_file():
        place = Place(str(folder / "pack.yaml"))
        rule = "a pack is a folder with a pack.yaml"
        raise PackError([Fault(place, "pack", "no such file", rule, "name its folder")])
    documents = [_document(file, folder, faults) for file in _files(folder, folder, faults)]
    return [d for d in documents if d is not None], faults


def _files(folder: FilePath, pack: FilePath, faults: list[Fault]) -> list[FilePath]:
    """The YAML files of a folder of a pack; links that lead out of it, and a mass of text, are refused."""
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    home = pack.resolve() / folder.relative_to(pack)
    inside = [file for file in files if file.is_file() and file.resolve().parent == home]
    seen, rule = "a link that leads out of the pack, or no plain file", "packs stand alone"
    faults += [
        Fault(Place(_shown(file, pack)), "file", seen, rule, "copy the file in")
        for file in files
        if file not in inside
    ]
    if len(inside) > MAX_FILES:
        rule = f"a pack has at most {MAX_FILES}"
        faults.append(Fault(Place(_shown(folder, pack)), "pack", f"{len(inside)} files", rule, "join them"))
    size = sum(file.stat().st_size for file in inside[:MAX_FILES])
    if size > MAX_PACK_BYTES:
        rule = f"a pack has at most {MAX_PACK_BYTES}"
        faults.append(Fault(Place(_shown(folder, pack)), "pack", f"{size} bytes", rule, "split the pack"))
        return []
    return inside[:MAX_FILES]


def _shown(file: FilePath, pack: FilePath) -> str:
    """A file as messages name it: from the pack's folder on."""
    return (FilePath(pack.name) / file.relative_to(pack)).as_posix()


def _document(file: FilePath, folder: FilePath, faults: list[Fault]) -> Document | None:
    name = _shown(file, folder)
    try:
        document = read_yaml(file.read_text(encoding="utf-8-sig"), name)
    except PackError as error:
        faults += error.faults
        return None
    except UnicodeDecodeError as error:
        seen = f"byte {error.start} is not UTF-8"
        faults.append(Fault(Place(name), "file", seen, "packs are UTF-8", "save it as UTF-8"))
        return None
    faults += document.faults
    return document


def _merge(documents: Iterable[Document], faults: list[Fault]) -> tuple[dict[str, Any], dict[Path, Place]]:
    """Join the top-level keys of all files; a section may be spread over files, a name in it may not."""
    merged: dict[str, Any] = {}
    places: dict[Path, Place] = {}
    for document in documents:
        value = mapping(document.value)
        if value is None:
            seen = "nothing" if document.value is None else "no mapping"
            rule = "a file of a pack is a mapping of sections"
            faults.append(Fault(Place(document.file, 1), "file", seen, rule, "begin with a key"))
            continue
        for key, section in value.items():
            _merge_section(merged, str(key), section, document, faults)
        for path, line in document.lines.items():
            places.setdefault(path, Place(document.file, line))
    return merged, places


def _merge_section(
    merged: dict[str, Any], key: str, section: Any, document: Document, faults: list[Fault]
) -> None:
    new = mapping(section)
    if key not in merged:
        merged[key] = section if new is None else dict(new)
        return
    before = mapping(merged[key])
    twice: list[Path] = [(key,)]
    if key in _MERGED and before is not None and new is not None:
        twice = [(key, name) for name in sorted(set(before) & set(new))]
        before.update({name: part for name, part in new.items() if name not in before})
    for path in twice:
        seen = f"{'.'.join(map(str, path))} a second time"
        place = Place(document.file, document.line(path))
        rule = "a name has one meaning in a pack"
        faults.append(Fault(place, key, seen, rule, "rename or remove one of the two"))


def _nearest(places: Mapping[Path, Place], path: Path, folder: FilePath) -> Place:
    while path and path not in places:
        path = path[:-1]
    return places[path] if path else Place(f"{folder.name}/pack.yaml", 1)


def _told(error: ValidationError) -> list[Any]:
    """The faults that the models found, without the echo of a list whose items are all at fault."""
    return [e for e in error.errors() if e["type"] != "too_short" or not e["input"]]


def _model_fault(error: Any, places: Mapping[Path, Place], folder: FilePath, before: Path = ()) -> Fault:
    """A fault of the models, in words that an author of packs understands."""
    path = (*before, *error["loc"])
    while path and path not in places and len(path) > 1:
        path = (*path[:-2], path[-1]) if (*path[:-2], path[-1]) in places else path[:-1]
    name = ".".join(str(p) for p in error["loc"])
    return Fault(_nearest(places, path, folder), name or "pack", *_model_words(error))


def _model_words(error: Any) -> tuple[str, str, str]:
    """What was seen, the rule and the next step."""
    last = str(error["loc"][-1]) if error["loc"] else "pack"
    if error["type"] == "extra_forbidden":
        seen = f"the unknown key {last!r}"
        return seen, "unknown keys are faults", f"{_alike(last)}see `gaoxin packs schema`"
    if error["type"] == "missing":
        return f"no {last!r}", f"{last!r} is required here", f"add `{last}:`"
    given = error.get("input")
    shown = "what stands here"
    if given is None or isinstance(given, (str, int, bool)):
        shown = "nothing" if given is None else f"{given!r:.200}"
    rule = str(error["msg"]).removeprefix("Value error, ")
    return shown, rule, "mend the value; `gaoxin packs schema` lists what is possible"


def _alike(key: str) -> str:
    """Name the key of the language that looks most like an unknown one."""
    schema = Pack.model_json_schema()
    keys = {name for model in (schema, *schema["$defs"].values()) for name in model.get("properties", ())}
    near = get_close_matches(key, sorted(keys), n=1)
    return f"`{near[0]}`? else " if near else ""


def _formula_fault(fault: FormulaFault, loaded: Loaded) -> Fault:
    error: FormulaError = fault.error
    name = ".".join(str(p) for p in fault.path)
    place = loaded.place(fault.path)
    seen = f"column {error.column}: {error.seen}"
    return Fault(Place(place.file, place.line, None), name, seen, error.rule, error.next_step)
