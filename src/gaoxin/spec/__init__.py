"""What a pack may say: frozen models without an engine and without I/O; the JSON Schema comes from here."""

from gaoxin.spec.checks import Check, Identifier, MissingAfterValue, ReasonType, UnitSlip
from gaoxin.spec.index import Family, Index, IndexNode, Variant, weight_of
from gaoxin.spec.indicators import Indicator, Rounding
from gaoxin.spec.methods import Aggregate, Impute, Methods, Normalise, Screen, Stop, Treat, Weigh
from gaoxin.spec.model import Item, Source, Status, Text
from gaoxin.spec.pack import Board, BoardNode, Document, Expectation, InForce, Pack, RedRule
from gaoxin.spec.points import (
    Award,
    Band,
    Bands,
    Max,
    Points,
    PointsCategory,
    PointsGroup,
    PointsItem,
    PointsList,
    PointsNormalise,
    PointsVariant,
    Ranking,
    Veto,
)
from gaoxin.spec.uncertainty import Input, Uncertainty
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
    "Family",
    "Group",
    "Identifier",
    "Impute",
    "InForce",
    "Index",
    "IndexNode",
    "Indicator",
    "Input",
    "Item",
    "Max",
    "Methods",
    "MissingAfterValue",
    "Node",
    "Normalise",
    "Pack",
    "Points",
    "PointsCategory",
    "PointsGroup",
    "PointsItem",
    "PointsList",
    "PointsNormalise",
    "PointsVariant",
    "Ranking",
    "ReasonType",
    "RedRule",
    "Rounding",
    "Screen",
    "Source",
    "Status",
    "Stop",
    "Subject",
    "Text",
    "Treat",
    "Uncertainty",
    "UnitSlip",
    "Variable",
    "Variant",
    "Verdict",
    "Veto",
    "Weigh",
    "weight_of",
]
