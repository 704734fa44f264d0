"""What a pack may say: frozen models without an engine and without I/O; the JSON Schema comes from here."""

from gaoxin.spec.checks import Check, Identifier, MissingAfterValue, ReasonType, UnitSlip
from gaoxin.spec.index import Aggregate, Impute, Index, IndexNode, Methods, Normalise, Screen, Variant
from gaoxin.spec.indicators import Indicator, Rounding
from gaoxin.spec.model import Item, Source, Status, Text
from gaoxin.spec.pack import Board, BoardNode, Document, Expectation, InForce, Pack, RedRule
from gaoxin.spec.points import Award, Band, Bands, Points, PointsGroup, PointsItem
from gaoxin.spec.variables import Break, Subject, Variable
from gaoxin.spec.verdicts import Assumption, AtLeast, Condition, Group, Node, Verdict

__all__ = [
    "Aggregate",
    "Assumption",
    "AtLeast",
    "Award",
    "Band",
    "Bands",
    "Board",
    "BoardNode",
    "Break",
    "Check",
    "Condition",
    "Document",
    "Expectation",
    "Group",
    "Identifier",
    "Impute",
    "InForce",
    "Index",
    "IndexNode",
    "Indicator",
    "Item",
    "Methods",
    "MissingAfterValue",
    "Node",
    "Normalise",
    "Pack",
    "Points",
    "PointsGroup",
    "PointsItem",
    "ReasonType",
    "RedRule",
    "Rounding",
    "Screen",
    "Source",
    "Status",
    "Subject",
    "Text",
    "UnitSlip",
    "Variable",
    "Variant",
    "Verdict",
]
