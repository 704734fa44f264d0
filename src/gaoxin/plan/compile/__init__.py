"""Resolved trees -> expressions of an engine, exact at every threshold.

A comparison becomes a comparison of integer polynomials. Where a value inside it is chosen by CASE, least,
greatest or a founding date and the choices are quotients, the comparison is made for each choice.
"""

from gaoxin.plan.compile.case import once
from gaoxin.plan.compile.choices import Choice
from gaoxin.plan.compile.compiler import Compiler
from gaoxin.plan.compile.context import shifted_name
from gaoxin.plan.compile.doubles import quotient
from gaoxin.plan.compile.kinds import is_real
from gaoxin.plan.compile.years import chosen

__all__ = ["Choice", "Compiler", "chosen", "is_real", "once", "quotient", "shifted_name"]
