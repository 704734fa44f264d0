"""The packs of a project in the versions of one day, resolved, with all that they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gaoxin.base.errors import DataError, Fault, PackError, Place, UsageError
from gaoxin.formula.program import Program
from gaoxin.loading.library import Entry, Library, installed
from gaoxin.services.project.lines import line_of
from gaoxin.services.project.model import Project
from gaoxin.services.project.reading import SETTINGS
from gaoxin.spec import Pack


@dataclass(frozen=True, slots=True)
class Standards:
    """What a project computes by.

    Parameters
    ----------
    library : where the packs come from
    day : the day on which families were looked up
    programs : the project's packs by id, in the order given, resolved
    entries : these and every pack that they need, by id
    variants : variant of each pack that has one
    """

    library: Library
    day: date
    programs: Mapping[str, Program]
    entries: Mapping[str, Entry]
    variants: Mapping[str, str]

    @property
    def all_programs(self) -> list[Program]:
        """The programs of the project's packs, and of those that they need."""
        others = [name for name in self.entries if name not in self.programs]
        return [*self.programs.values(), *(self.library.program(name, self.day) for name in others)]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of subjects that the packs know."""
        return tuple(sorted({kind for program in self.programs.values() for kind in program.subjects}))


def library_of(project: Project) -> Library:
    """The installed packs, and before them those of the project's own folder `packs`."""
    return installed([project.folder / "packs"])


def standards(project: Project, library: Library | None = None, day: date | None = None) -> Standards:
    """Resolve the packs of a project for its day, today where it has none.

    Parameters
    ----------
    library : where the packs come from; those at hand where None
    day : in place of the project's own

    Raises
    ------
    DataError, PackError : every fault at once: packs that are not at hand, kinds and variants that no pack
        knows, faults inside the packs
    """
    library = library or library_of(project)
    day = day or project.as_of or date.today()
    programs: dict[str, Program] = {}
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    for name in project.packs:
        try:
            closure = library.closure(name, day)
            program = library.program(name, day)
        except UsageError as error:
            seen, _, step = str(error).partition("; try: ")
            faults.append(_fault(project, ("packs",), seen, "标准包要在手边 · packs are at hand", step))
        except PackError as error:
            faults += error.faults
        else:
            if program.pack.pack in programs:
                rule = "同一标准包只列一次 · a pack is listed once"
                faults.append(
                    _fault(project, ("packs",), f"{name} = {program.pack.pack}", rule, "去掉一处 · drop one")
                )
            programs[program.pack.pack] = program
            entries |= {entry.name: entry for entry in closure}
    if faults:
        raise PackError(faults)
    faults += _kind_faults(project, programs.values())
    variants, more = _variants(project, programs)
    if faults or more:
        raise DataError([*faults, *more])
    return Standards(library, day, programs, entries, variants)


def _kind_faults(project: Project, programs: Iterable[Program]) -> list[Fault]:
    known = sorted({kind for program in programs for kind in program.subjects})
    rule = f"标准包认识的对象是 · the packs know {', '.join(known)}"
    return [
        _fault(project, ("tables", kind), kind, rule, "更正名称，或添加标准包 · mend the name, or add a pack")
        for kind in project.tables
        if kind not in known
    ]


def _variants(project: Project, programs: Mapping[str, Program]) -> tuple[dict[str, str], list[Fault]]:
    """The variant of each pack by its id, whether it was given by id or by family."""
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for name, variant in project.variants.items():
        meant = [p.pack for p in programs.values() if name in (p.pack.pack, p.pack.family)]
        known = sorted({v for pack in meant for v in _known(pack)})
        if not meant or variant not in known:
            rule = f"已有的变体 · the variants are {', '.join(known) or '没有 · none'}"
            step = "gaoxin packs show " + (meant[0].pack if meant else "PACK")
            faults.append(_fault(project, ("variants", name), f'{name} = "{variant}"', rule, step))
        found |= {pack.pack: variant for pack in meant if variant in _known(pack)}
    return found, faults


def _known(pack: Pack) -> set[str]:
    """The variants of the indices and the score sheets of a pack."""
    return {v for spec in (*pack.index.values(), *pack.points.values()) for v in spec.variants}


def notices(project: Project, programs: Mapping[str, Program]) -> list[str]:
    """Packs whose subject has no table: nothing comes of them."""
    return [
        f"{name}: 没有 [tables.{program.subject}]，无结果 · no [tables.{program.subject}], no results"
        for name, program in programs.items()
        if program.subject is not None and program.subject not in project.tables
    ]


def _fault(project: Project, key: tuple[str, ...], seen: str, rule: str, step: str) -> Fault:
    place = Place(str(project.folder / SETTINGS), line_of(project.lines, *key))
    return Fault(place, ".".join(key), seen, rule, step)
