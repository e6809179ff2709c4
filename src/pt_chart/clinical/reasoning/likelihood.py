"""Likelihood-ratio arithmetic: exact post-test probabilities and the weights used in scoring."""

from __future__ import annotations

import math

from pt_chart.clinical.reasoning.knowledge import Constants, EvidenceRow, Interval, Study

_TWO_SIDED_95 = 2 * 1.959964


def post_test(probability: float, ratio: float) -> float:
    """Probability after a finding: pre-test odds times the likelihood ratio.

    0 stays 0 and 1 stays 1 whatever the ratio, also 0 and infinity; ratio 1 changes nothing.

    Raises:
        ValueError: the probability is outside 0 to 1, or the ratio is negative or not a number.
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"probability {probability} is outside 0 to 1")
    if math.isnan(ratio) or ratio < 0:
        raise ValueError(f"likelihood ratio {ratio} must be 0 or more")
    if probability in (0, 1) or ratio == 1:
        return probability
    if math.isinf(ratio):
        return 1.0
    odds = probability * ratio
    return odds / (odds + 1 - probability)


def likelihood_ratios(sensitivity: float, specificity: float) -> tuple[float, float]:
    """LR of a positive and of a negative result; a zero denominator gives infinity.

    Raises:
        ValueError: a value is outside 0 to 1.
    """
    for name, value in (("sensitivity", sensitivity), ("specificity", specificity)):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} {value} is outside 0 to 1")
    return (
        _ratio(sensitivity, 1 - specificity),
        _ratio(1 - sensitivity, specificity),
    )


def _ratio(top: float, bottom: float) -> float:
    if bottom == 0:
        return 1.0 if top == 0 else math.inf
    return top / bottom


def crosses_one(interval: Interval | None) -> bool:
    """Whether a confidence interval of a likelihood ratio contains 1 ("not shown to help")."""
    return interval is not None and interval[0] <= 1 <= interval[1]


def shrink_factor(row: EvidenceRow, study: Study, constants: Constants) -> float:
    """How much of a log LR is believed: small studies and biased designs count less."""
    factor = 1.0
    if study.n is None or study.n < constants.small_study_n:
        factor *= constants.small_study_shrink
    if study.design in ("case_control", "surgical"):
        factor *= constants.design_shrink
    return 1.0 if not row.measured else factor


def clamp_weight(weight: float, row: EvidenceRow, constants: Constants) -> float:
    """A log weight held inside the caps; infinite ratios end at the cap."""
    high = constants.cap_positive_replicated if row.replicated else constants.cap_positive
    return min(max(weight, math.log(constants.cap_negative)), math.log(high))


def point_weight(row: EvidenceRow, present: bool, study: Study, constants: Constants) -> float:
    """The undamped log weight of a row when the finding is present or looked for and absent."""
    if row.use != "weigh":
        return 0.0
    if not row.measured:
        return _pattern_weight(row.pattern if present else row.pattern_absent, constants)
    ratio = row.lr_positive if present else row.lr_negative
    interval = row.lr_positive_ci if present else row.lr_negative_ci
    if ratio is None or crosses_one(interval):
        return 0.0
    if ratio in (0, math.inf):
        # An infinite ratio is a small sample's way of saying "no counter-example yet".
        log_ratio = math.copysign(math.inf, 1 if ratio else -1)
    else:
        log_ratio = math.log(ratio)
    capped = clamp_weight(log_ratio, row, constants)
    return capped * shrink_factor(row, study, constants)


def _pattern_weight(name: str, constants: Constants) -> float:
    if not name:
        return 0.0
    sign = -1.0 if name.startswith("-") else 1.0
    return sign * constants.patterns[name.removeprefix("-")]


def weight_sd(row: EvidenceRow, present: bool, study: Study, constants: Constants) -> float:
    """Standard error of the log LR: from its 95 % CI, else from the counts, else the default."""
    if not row.measured:
        return constants.pattern_sd
    interval = row.lr_positive_ci if present else row.lr_negative_ci
    if interval and interval[0] > 0 and not math.isinf(interval[1]):
        return (math.log(interval[1]) - math.log(interval[0])) / _TWO_SIDED_95
    se, sp = row.sensitivity, row.specificity
    if study.n and se is not None and sp is not None and 0 < se < 1 and 0 < sp < 1:
        half = study.n / 2
        if not present:
            se, sp = 1 - se, 1 - sp
        return math.sqrt((1 - se) / (half * se) + sp / (half * (1 - sp)))
    return constants.default_sd
