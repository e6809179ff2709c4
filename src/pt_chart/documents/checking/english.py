"""What the checks of English wording look for."""

from __future__ import annotations

import re

from pt_chart.documents.checking.terms import LightTerms, Terms

JARGON = re.compile(
    r"\b(?:radiculopath\w*|neurodynamic\w*|propriocepti\w*|isometric\w*|eccentric\w*"
    r"|concentric\w*|supine|prone|contralateral\w*|ipsilateral\w*|dorsiflex\w*|plantarflex\w*"
    r"|paresthesia\w*|stenosis|tendinopath\w*|claudication|spondyl\w*)\b",
    re.IGNORECASE,
)
"""Words that need a plain explanation in the same sentence."""

EXPLAINED = re.compile(
    r"^\s*(?:\(|,? (?:which |that )?means\b|, or\b|, that is\b|: )",
    re.IGNORECASE,
)
"""What follows a hard word that is explained on the spot."""

ABBREVIATION = re.compile(
    r"(?<![\w-])(?:HEP|ROM|SLR|PROM|AROM|AAROM|Rx|Dx|QD|BID|TID|QID|PRN|PSFS|ODI|LEFS|NPRS|WBAT|"
    r"qd|bid|tid|prn|b\.i\.d\.|reps?)(?![\w-])"
)

ARITHMETIC = re.compile(
    r"\d\s?%\s+of\b|\bpercent of\b|[x×]\s?\d+ of\b|\bBMI\b|\b1\s?-?RM\b"
    r"|(?<![\d.])\d+\.\d+(?![\d.])|\b\d\s?/\s?\d\b"
    r"|[½¼¾⅓⅔]|\b(?:multiply|divided? by|subtract)\b"
    r"|\b(?:half|twice|double|a third|a quarter) (?:of (?:what|twice|half)|what)\b",
    re.IGNORECASE,
)

SIGN_TIMES = re.compile(r"\b\d+\s?[x×]\s?\d+\b", re.IGNORECASE)

UNITS = re.compile(
    r"^(?:\w+ ){0,1}(?:times?|sets?|seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|steps?|laps?"
    r"|breaths?|inch(?:es)?|feet|miles?|pounds?|kg|lb|cm|points?|out of|or|to|and)\b",
    re.IGNORECASE,
)
OFTEN = re.compile(
    r"\b(?:times?|days?) (?:a|per|each) (?:day|week)\b|\b(?:daily|every day)\b"
    r"|\bevery \d+ (?:hours?|minutes?|days?)\b|\bonce a\b|\b(?:as|when) (?:you )?need(?:ed)?\b",
    re.IGNORECASE,
)

AMOUNT = re.compile(
    r"\b\d+ (?:\w+ ){0,1}(?:times?|steps?|laps?|breaths?)\b(?! (?:a|per|each) (?:day|week))"
    r"|\b\d+ (?:seconds?|secs?|minutes?|mins?)\b|\bneed(?:ed)?\b|\bthrough the day\b"
    r"|\b(?:all|each|every) night\b",
    re.IGNORECASE,
)
"""How much of it: a count or a time, not only how often."""

LEAK = re.compile(
    r"\b(?:undefined|null|NaN|None|True|False|AUC|likelihood ratio|posterior probability"
    r"|specificity|pretest|post-test)\b|\bLR[+-]|[{}]|\$\{|%[sd]\b|<[a-z]+>"
    r"|\b[A-TV-Z]\d\d\.\d\w*\b|\bp\s?[=<]\s?0?\.\d|\b[a-z]+(?:_[a-z0-9]+)+\b"
    r"|\b(?:rule|flag)[ :#]\w*_\w+"
)
"""Engine words, statistics, codes of diagnoses, identifiers and templates."""

LEADS = {
    "then",
    "now",
    "slowly",
    "gently",
    "next",
    "never",
    "always",
    "please",
    "first",
    "once",
    "again",
    "softly",
    "quickly",
    "do",
    "don't",
    "not",
    "only",
    "also",
    "back",
}
"""Words that may stand before the verb of a step."""

CLAUSE = {"as", "if", "when", "while", "with", "after", "before", "from", "on", "at", "in", "or"}
"""Words that open a side clause; the verb follows its comma."""

VERBS = frozenset(
    re.findall(
        r"\w+",
        """
    add aim allow ask avoid be bend bounce brace breathe bring brush call catch change check
    choose circle climb close come count cross curl cut do draw drink drive drop ease eat
    empty end exhale extend face feel find fix flatten flex float flutter fold follow get give
    glide go grip guide hang have hinge hold hook hug imagine increase inhale jog jump keep
    kick kneel land lay lead lean leave lengthen let lie lift listen look loop loosen lower
    make march massage mind move nod notice open pause pedal pee perform phone pick place
    plan point prepare press prop pull push put raise reach read relax release repeat reset
    rest return ride rise rock roll rotate round row rub run see set shift shorten show
    shrug sit skip sleep slide slow split spread squat squeeze stand start stay step stop
    straighten stretch strike support swap sway swim swing switch take talk tap tell tense
    test think thread tick tie tighten tilt tip touch try tuck turn twist unlock untuck use
    wait wake walk watch wear wiggle work wrap write
    """,
    )
)
"""Verbs that a step may begin with."""

DISTANT = re.compile(
    r"\bthe (?:patient|client|subject) (?:should|must|is|will|can|may|needs?)\b",
    re.IGNORECASE,
)

WARNINGS = {
    "numbness between the legs": r"numb[^.]*(?:between (?:your|the) legs|saddle|groin"
    r"|genital|priv)",
    "loss of bladder control": r"(?:lose|loss|losing|cannot)[^.]*(?:pee|urin|bladder)",
    "loss of bowel control": r"(?:lose|loss|losing|cannot)[^.]*(?:bowel|stool|poop)",
    "difficulty starting or feeling urine": r"(?:hard|trouble|difficult|cannot|can't)[^.]*"
    r"(?:pee|urin)|(?:pee|urin)[^.]*hard to start",
    "altered feeling in the private parts": r"(?:private parts|genital|penis|vagina)",
    "both legs": r"both legs",
    "new or spreading weakness": r"weak(?:er|ness)?\b",
    "fever with pain": r"fever",
    "calf swelling": r"swollen[^.]*calf|calf[^.]*(?:swell|swollen)|swell\w*[^.]*calf",
}
"""What a full warning block names; each pattern is looked for in the block."""

NERVE_CASE = re.compile(
    r"\b(?:nerve|sciatica|numb\w*|tingl\w*|pins and needles|disc|low back|lower back|spine)\b",
    re.IGNORECASE,
)
"""Words of a case whose warnings must be the full list."""

PHONE = re.compile(r"(?:\+?\d[\s().-]*){7,}\d|\b911\b|\b112\b|\b999\b")
ANY_HOUR = re.compile(
    r"any (?:other )?hour|day or night|24 hours|after hours|out of hours|other hours?|"
    r"emergency|\b911\b",
    re.IGNORECASE,
)
WARNING_HEAD = re.compile(
    r"get help|when to call|warning|stop and call|emergency|call us|danger|red flag",
    re.IGNORECASE,
)
MAIN_MESSAGE = re.compile(
    r"most important|main message|remember|key (?:point|message)|in short",
    re.IGNORECASE,
)
PURPOSE = re.compile(
    r"\bplan for\b|\bto help\b|\bhelps?\b|\bwhy\b|what is going on|\bfor your\b",
    re.IGNORECASE,
)
WEEKDAYS = re.compile(
    r"mon\w*\W+tue\w*\W+wed\w*\W+thu\w*\W+fri\w*\W+sat\w*\W+sun\w*",
    re.IGNORECASE,
)
YOU = re.compile(r"\byou(?:r|rs|rself)?\b", re.IGNORECASE)
CUE = re.compile(r"\btoo (?:sore|easy|hard)\b|\bif (?:sore|easy)\b|easier|harder", re.IGNORECASE)
EASIER = re.compile(r"\btoo sore|if sore|too hard|easier|\bsore\?|if it hurts", re.IGNORECASE)
HARDER = re.compile(r"\btoo easy|if easy|harder|\beasy\?", re.IGNORECASE)
WHEN = re.compile(
    r"\b(?:same time|morning|evening|noon|night|bed|after|before|while|when you|every \d+ hours?"
    r"|meal|lunch|breakfast|brush\w*|hourly|Every|through the day)\b",
    re.IGNORECASE,
)
STOP = re.compile(r"\bstop\b|do not go on", re.IGNORECASE)
ACCEPTABLE = re.compile(
    r"keep going|is (?:ok|fine|normal)|stay the same|go on\b|acceptable|up to \d|walk again",
    re.IGNORECASE,
)
PAIN_RULE = re.compile(
    r"pain[^.]{0,80}(?:ok|fine|normal|\d out of 10)[^.]*\.[^.]*stop", re.IGNORECASE
)
DOSE_LINE = re.compile(r"\d.*\b(?:times?|sets?|reps?|seconds?|minutes?)\b", re.IGNORECASE)
SIDE = re.compile(r"\b(?:left|right|both|either|each|whole body|where it hurts)\b", re.IGNORECASE)
COLOR_CUE = re.compile(
    r"\b(?:red|yellow|green|blue|orange) (?:area|line|part|arrow|box|spot|muscle|zone)s?\b",
    re.IGNORECASE,
)
ORDER = (
    ("why", re.compile(r"most important|going on|why|plan for", re.IGNORECASE)),
    ("warning signs", re.compile(r"get help|when to call|warning|stop and call", re.IGNORECASE)),
    ("log", re.compile(r"\bweek\b|\blog\b|diary|calendar", re.IGNORECASE)),
    ("contact", re.compile(r"who to call|contact|phone", re.IGNORECASE)),
)


def starts_with_verb(sentence: str) -> bool:
    """Whether a sentence tells its reader to do something."""
    words = re.findall(r"[a-z']+", sentence.lower())
    while words and words[0] in LEADS - {"do", "not", "don't"}:
        words = words[1:]
    if not words:
        return True
    if words[0] in {"do", "don't"} or words[0] in VERBS:
        return True
    if words[0] in CLAUSE and "," in sentence:
        return starts_with_verb(sentence.partition(",")[2])
    return False


def actions(text: str) -> int:
    """How many things a step asks to do."""
    clauses = re.split(r"[.!?;]\s+|,? (?:and then|then|and) |, ", text)
    return sum(
        bool(words) and words[0] in VERBS and words[1:2] != ["not"]
        for words in (re.findall(r"[a-z']+", clause.lower()) for clause in clauses)
    )


LIGHT = LightTerms(
    signal=re.compile(
        r"^(?:(?P<go>(?:Green )?Go)|(?P<slow>(?:Yellow )?Slow)|(?P<stop>(?:Red )?Stop))(?::|$)"
    ),
    stops=re.compile(r"\bstop\b|do not (?:do|go)|leave (?:it|this) out|\bskip\b", re.IGNORECASE),
    pushes=re.compile(
        r"keep going|push (?:through|on|it)|work through|carry on|go on\b|ignore|do more|harder",
        re.IGNORECASE,
    ),
    eases=re.compile(
        r"less|fewer|half|smaller|slow|ease|easier|lighter|shorter|\brest\b|wait|tell us|stop"
        r"|lower|softer|walk again",
        re.IGNORECASE,
    ),
    better=re.compile(r"(?<!no )(?<!not )\b(?:better|gone|improv\w+)\b", re.IGNORECASE),
)
DELAYS = re.compile(
    r"\bwait\b|\blie down\b|\brest\b|\bsleep\b|see how|next (?:week|visit)"
    r"|\bin (?:a|\d+) (?:few )?(?:days?|weeks?)\b|do not worry|no need|never mind|\bignore\b",
    re.IGNORECASE,
)
"""What no lead of warning signs says."""
SENDS = re.compile(
    r"\bgo to\b|\bcall\b|\bget help\b|\bbe seen\b|\bsee a\b|\btell us\b|emergency|\b911\b|\b112\b",
    re.IGNORECASE,
)
"""What every lead of warning signs says: where to turn."""

ENGLISH = Terms(
    jargon=JARGON,
    explained=EXPLAINED,
    abbreviation=ABBREVIATION,
    arithmetic=ARITHMETIC,
    sign_times=SIGN_TIMES,
    units=UNITS,
    often=OFTEN,
    amount=AMOUNT,
    no_hold=re.compile(r"\bno hold\b", re.IGNORECASE),
    holds=re.compile(
        r"\b(?:hold|stay)\b[^.]*\bfor \d+|\b\d+ seconds\b|\bcount to \d+", re.IGNORECASE
    ),
    one_side=re.compile(r"\b(left|right) (?:leg|side) only\b", re.IGNORECASE),
    other_side={"left": r"\bright\b", "right": r"\bleft\b"},
    leak=LEAK,
    you=YOU,
    cue=CUE,
    distant=DISTANT,
    starts_with_verb=starts_with_verb,
    actions=actions,
    warnings=WARNINGS,
    nerve_case=NERVE_CASE,
    phone=PHONE,
    any_hour=ANY_HOUR,
    warning_head=WARNING_HEAD,
    main_message=MAIN_MESSAGE,
    summary=re.compile(r"summary", re.IGNORECASE),
    purpose=PURPOSE,
    weekdays=WEEKDAYS,
    easier=EASIER,
    harder=HARDER,
    when=WHEN,
    stop=STOP,
    acceptable=ACCEPTABLE,
    pain_head=re.compile(r"traffic|pain|hurt|how much|sore|feel", re.IGNORECASE),
    pain_rule=PAIN_RULE,
    labeled_name=re.compile(r"\b(?:Name|Patient|Initials):\s*([^\s_][^:]{1,120}?)(?= \w+:|$)"),
    labeled_id=re.compile(r"\bID:?\s*([\w-]{2,})"),
    clinic=re.compile(
        r"\b(?:clinic|cent(?:er|re)|therapy|rehab\w*|hospital|physio\w*|health)\b|(?<!, )\bPT\b",
        re.IGNORECASE,
    ),
    not_a_clinic=re.compile(r"exercise program|therapist", re.IGNORECASE),
    clinician=re.compile(r"[Tt]herapist: *\w+|\b\w+, (?:PT|DPT|OT|MD|DO|PTA|ATC)\b"),
    next_visit=re.compile(
        r"next (?:visit|appointment|review)|come back|see you|what happens next", re.IGNORECASE
    ),
    flare=re.compile(r"\bflare|bad day", re.IGNORECASE),
    dose_line=DOSE_LINE,
    color_cue=COLOR_CUE,
    side=SIDE,
    light=LIGHT,
    delays=DELAYS,
    sends=SENDS,
    timed=re.compile(r"\b(?:timer|alarm|clock|every|each)\b", re.IGNORECASE),
    minutes=re.compile(r"\b(\d+) (?:minutes?|mins?)\b", re.IGNORECASE),
    seconds=re.compile(r"\b(\d+) (?:seconds?|secs?)\b", re.IGNORECASE),
    order=ORDER,
)
