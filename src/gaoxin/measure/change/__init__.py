"""The change account: what a change of a score and of a rank between two years is made of."""

from gaoxin.measure.change.account import Account, Amount, Side, account
from gaoxin.measure.change.panel import Panel, Score, Scored
from gaoxin.measure.change.ranks import rank_account
from gaoxin.measure.change.waterfall import Bar, waterfall

__all__ = [
    "Account",
    "Amount",
    "Bar",
    "Panel",
    "Score",
    "Scored",
    "Side",
    "account",
    "rank_account",
    "waterfall",
]
