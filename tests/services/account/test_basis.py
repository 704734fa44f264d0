"""What accounts rest on: the hash of a pack changes with its content, and with nothing else."""

from pathlib import Path

from gaoxin.services.account.basis import Basis
from gaoxin.services.tables import program_of


def basis(pack: Path) -> Basis:
    program = program_of(str(pack))
    made = program.find("total_revenue")
    return Basis(program, made, "firm", (), {}, (), {}, None)  # type: ignore[arg-type]


def test_the_pack_is_known_by_its_content(zone_pack: str):
    file = Path(zone_pack) / "pack.yaml"
    first = basis(Path(zone_pack)).sha256
    file.write_text(file.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert basis(Path(zone_pack)).sha256 == first
    file.write_text(file.read_text(encoding="utf-8").replace("1/2", "1/3"), encoding="utf-8")
    assert basis(Path(zone_pack)).sha256 != first
