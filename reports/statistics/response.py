"""Response, cooperation, refusal and contact rates by the definitions of survey research."""

from dataclasses import dataclass
from math import nan

from reports.statistics.checks import between, count


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """Response, cooperation, refusal and contact rates in shares; nan where a rate is of nobody."""

    rr1: float
    rr2: float
    rr3: float
    rr4: float
    rr5: float
    rr6: float
    coop1: float
    coop2: float
    coop3: float
    coop4: float
    ref1: float
    ref2: float
    ref3: float
    con1: float
    con2: float
    con3: float


def response_rates(
    complete: float,
    partial: float,
    refusal: float,
    noncontact: float,
    other: float,
    unknown_household: float,
    unknown_other: float,
    e: float,
) -> ResponseRates:
    """Return every rate, in shares, from counts of final dispositions, weighted or not.

    `e` is the share of cases of unknown eligibility that are taken to be eligible. Refuses a
    negative count and an `e` outside 0 to 1. AAPOR, Standard Definitions: Final Dispositions of
    Case Codes and Outcome Rates for Surveys, 10th edition (2023), in whose letters it is written.
    """
    i, p = count("complete", complete), count("partial", partial)
    r, nc, o = count("refusal", refusal), count("noncontact", noncontact), count("other", other)
    unknown = count("unknown_household", unknown_household) + count("unknown_other", unknown_other)
    likely = between("e", e, 0, 1) * unknown
    contacted, known = i + p + r + o, i + p + r + nc + o
    return ResponseRates(
        rr1=_rate(i, known + unknown),
        rr2=_rate(i + p, known + unknown),
        rr3=_rate(i, known + likely),
        rr4=_rate(i + p, known + likely),
        rr5=_rate(i, known),
        rr6=_rate(i + p, known),
        coop1=_rate(i, contacted),
        coop2=_rate(i + p, contacted),
        coop3=_rate(i, i + p + r),
        coop4=_rate(i + p, i + p + r),
        ref1=_rate(r, known + unknown),
        ref2=_rate(r, known + likely),
        ref3=_rate(r, known),
        con1=_rate(contacted, known + unknown),
        con2=_rate(contacted, known + likely),
        con3=_rate(contacted, known),
    )


def _rate(part: float, whole: float) -> float:
    return part / whole if whole > 0 else nan
