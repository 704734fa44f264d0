"""The packs at hand: found in folders and installed distributions, chosen by name and by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from gaoxin.base.errors import Fault, PackError, UsageError
from gaoxin.formula.program import Program
from gaoxin.loading.loader import MAX_PACK_BYTES, Loaded, link, load_folder
from gaoxin.loading.yaml import mapping, read_yaml

GROUP = "gaoxin.packs"


@dataclass(frozen=True, slots=True)
class Entry:
    """A pack that can be loaded: its identity only, read without the rest.

    Parameters
    ----------
    name, family : as the pack calls itself
    since, to : first and last day in force; None for no bound
    folder : where it stands
    """

    name: str
    family: str
    since: date | None
    to: date | None
    folder: Path

    def holds(self, day: date) -> bool:
        """Whether the document is in force on a day."""
        return (self.since is None or self.since <= day) and (self.to is None or day <= self.to)


@dataclass(slots=True)
class Library:
    """Pack folders by name; loaded packs are kept.

    Parameters
    ----------
    own : folders whose sub-folders are packs
    distributions : whether those of all installed distributions follow
    found : the folders of the distributions, once they were looked for
    """

    own: tuple[Path, ...]
    distributions: bool = False
    loaded: dict[Path, Loaded] = field(default_factory=dict[Path, Loaded])
    listed: dict[str, Entry] | None = None
    found: tuple[Path, ...] | None = None

    @property
    def roots(self) -> Iterator[Path]:
        """The folders whose sub-folders are packs; distributions are looked for when they are reached."""
        yield from self.own
        if self.found is None:
            points = entry_points(group=GROUP) if self.distributions else ()
            self.found = tuple(Path(str(point.load())) for point in points)
        yield from self.found

    @property
    def entries(self) -> Mapping[str, Entry]:
        """All packs by name, the first of a name; their folders are read when this is first asked for."""
        if self.listed is None:
            self.listed = {}
            for root in self.roots:
                for file in sorted(file for file in root.glob("*/pack.yaml") if file.is_file()):
                    entry = _entry(file.parent)
                    self.listed.setdefault(entry.name, entry)
        return self.listed

    def find(self, name: str, day: date | None = None) -> Entry:
        """A pack by its name, its folder, or its family.

        Parameters
        ----------
        name : of the pack, a path, or a family, of which the version in force is taken
        day : the day; the newest version where None

        Raises
        ------
        UsageError : no such pack, or no version in force on that day
        """
        if _is_pack(Path(name)):
            return _entry(Path(name))
        return self._named(name, day)

    def _folder(self, name: str) -> Entry | None:
        """The pack in a folder of its own name: most stand so, and then no other folder need be read."""
        for root in self.roots if self.listed is None and Path(name).name == name else ():
            if _is_pack(root / name):
                entry = _entry(root / name)
                return entry if entry.name == name else None
        return None

    def _named(self, name: str, day: date | None) -> Entry:
        direct = self._folder(name)
        if direct is not None:
            return direct
        if name in self.entries:
            return self.entries[name]
        versions = sorted(
            (e for e in self.entries.values() if name in (e.family, e.family.replace("_", "-"))),
            key=lambda e: e.since or date.min,
        )
        if not versions:
            known = ", ".join(sorted(self.entries))
            step = "try: gaoxin packs list, or give a folder"
            message = f"没有此标准包 · no pack is called {name!r}; the packs are {known}; {step}"
            raise UsageError(message)
        chosen = [e for e in versions if day is None or e.holds(day)]
        if not chosen:
            dates = "; ".join(f"{e.name} {e.since or '…'} to {e.to or '…'}" for e in versions)
            step = "try: another --as-of, or name a version"
            message = f"当日没有施行的版本 · no version of {name} is in force on {day} ({dates}); {step}"
            raise UsageError(message)
        return chosen[-1]

    def load(self, entry: Entry) -> Loaded:
        """Load a pack folder once."""
        if entry.folder not in self.loaded:
            self.loaded[entry.folder] = load_folder(entry.folder)
        return self.loaded[entry.folder]

    def program(self, name: str, day: date | None = None) -> Program:
        """Load a pack with all that it needs, resolved for a day.

        Raises
        ------
        PackError : faults of the pack, of a needed pack, or a circle of needs
        UsageError : no such pack
        """
        first, *needed = self.closure(name, day)
        return link(self.load(first), {entry.family: self.load(entry).pack for entry in needed})

    def closure(self, name: str, day: date | None = None) -> list[Entry]:
        """A pack and every pack that it needs, itself first, as `program` takes them.

        Raises
        ------
        PackError : faults of a pack, or a circle of needs
        UsageError : no such pack
        """
        entry = self.find(name, day)
        others: dict[str, Entry] = {}
        self._needs(self.load(entry), day or entry.to or entry.since, others, [entry.name])
        return [entry, *others.values()]

    def _needs(self, loaded: Loaded, day: date | None, others: dict[str, Entry], path: list[str]) -> None:
        for n, need in enumerate(loaded.pack.needs):
            try:
                entry = self._version(need, day)
            except UsageError as error:
                place = loaded.place(("needs", n))
                seen, _, step = str(error).partition("; try: ")
                raise PackError(
                    [Fault(place, "needs", seen, "every needed pack is at hand", step)]
                ) from error
            if entry.name in path:
                ring = " → ".join([*path, entry.name])
                place = loaded.place(("needs", n))
                raise PackError(
                    [Fault(place, "needs", ring, "packs may not need each other in a circle", "break it")]
                )
            if entry.family in others:
                continue
            others[entry.family] = entry
            self._needs(self.load(entry), day, others, [*path, entry.name])

    def _version(self, need: str, day: date | None) -> Entry:
        try:
            return self._named(need, day)
        except UsageError:
            return self._named(need, None)


def _is_pack(folder: Path) -> bool:
    """Whether a folder holds a pack; a name that no file can have holds none."""
    try:
        return (folder / "pack.yaml").is_file()
    except OSError:
        return False


def _entry(folder: Path) -> Entry:
    """The identity of a pack folder; a broken one goes by its folder's name, loading it tells its faults."""
    value: dict[str, Any] = {}
    file = folder / "pack.yaml"
    with suppress(PackError, UnicodeDecodeError, OSError):
        text = file.read_text(encoding="utf-8-sig") if file.stat().st_size <= MAX_PACK_BYTES else ""
        value = mapping(read_yaml(text, f"{folder.name}/pack.yaml").value) or {}
    dates = mapping(value.get("in_force")) or {}
    since, to = dates.get("from"), dates.get("to")
    return Entry(
        str(value.get("pack", folder.name)),
        str(value.get("family", "")),
        since if isinstance(since, date) else None,
        to if isinstance(to, date) else None,
        folder,
    )


def installed(extra: Iterable[Path] = ()) -> Library:
    """The packs of extra folders, and of all installed distributions (entry-point group `gaoxin.packs`)."""
    return Library(tuple(extra), distributions=True)


def library_for(pack: str) -> Library:
    """The installed packs, and beside a pack given by its folder the packs that stand next to it."""
    folder = Path(pack)
    return installed([folder.resolve().parent]) if _is_pack(folder) else installed()
