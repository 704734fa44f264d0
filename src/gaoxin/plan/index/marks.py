"""The words of ``status``."""

from __future__ import annotations

MARKS: dict[str, str] = {
    "unknown": "the node has no score; the next words say why, and without one a figure below it is missing",
    "screened": "the row reports too little: it has no scores and is in no mean, extreme or rank",
    "constant": "the known figures are all the same, to 12 digits: a scale between them does not exist",
    "group of one": "only one figure is known in the group (or period): a scale needs two",
    "no group": "the row has no category in a variable of `by`: it belongs to no group and has no scale",
    "reference unknown": "the reference subject is not in the table, or its figure is not known",
    "base unknown": "the figure of the base period is not known",
    "calibre changed": "a change of calibre lies between the base period and this one (口径变动,不可比)",
    "chain broken": "a year between the base period and this one is missing, or not above zero",
    "not positive": "a ratio needs a figure above zero to divide by, and so do a geometric, a harmonic and a "
    "power mean; a zero is an index of 0 only where more is better",
    "imputed": "the figure was filled, or the score rests on one that was",
    "treated": "the figure was changed by the treatment of outliers, or the score rests on one that was",
    "still skewed": "no method of treatment made the figures pass the rule; the last one was used",
    "reweighted": "a child is unknown and the weights of the others were spread, here or below",
    "weight computed": "the weight was computed from the data (pca, entropy, critic), or the score rests on "
    "such weights",
    "weight undefined": "the data give no weights: fewer than three rows with all children known, or "
    "children that do not vary",
    "weight unpublished": "no weight: it or a sibling's is not published; or no score: one below is not",
    "weight assumed": "the weight, or a sibling's, is filled by the variant",
    "assumed": "the score rests on an indicator, a weight or a method that was not published",
    "paraphrased": "the score rests on a rule whose official text is not held (待核原文)",
}
"""The words of ``status`` in their order, and the rule behind each."""
