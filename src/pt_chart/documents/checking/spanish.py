"""What the checks of Spanish wording look for: usted, verb first, everyday words.

No clinician of the language has signed these lists off; they find slips, they do not praise.
"""

from __future__ import annotations

import re

from pt_chart.documents.checking.terms import LightTerms, Terms

_I = re.IGNORECASE

LEADS = {"no", "luego", "ahora", "despacio", "después", "y", "o", "nunca", "siempre", "poco", "a"}
"""Words that may stand before the verb of a step; "poco a poco" among them."""

CLAUSE = {"al", "si", "cuando", "mientras", "con", "sin", "después", "antes", "desde", "en", "para"}
"""Words that open a side clause; the verb follows its comma."""

VERBS = frozenset(
    re.findall(
        r"\w+",
        """
    abra acabe agárrese alcance sume debe
    acerque acérquese acueste acuéstese afloje agarre agáchese aguante aleje alterne
    ande aparte aplane apoye apóyese apriete arrastre avance avise baje bájela bájelo balancee
    balancéese beba busque cambie camine coloque comience contraiga corra cruce cuente dé deje
    déjela déjelo descanse deslice deslícela deslícelo despegue detenga deténgase diga doble dóblela
    dóblelo dóblese eche eleve elija empiece empuje enderece enrolle envuelva espere estire estírela
    estírelo evite extienda flexione frene frote gire guarde haga hágala hágalo hunda inclínese
    incline inhale junte lea levante levántela levántelo levántese llame llámenos llegue lleve
    llévela llévelo mantenga manténgala manténgalo manténgase marque meta mire mueva muévala muévalo
    muévase note no observe pare párese pase pedalee pegue pellizque pida piense pise ponga póngala
    póngalo póngase presione pruebe quede quédese quite quítela quítelo recárguese recoja recuéstese
    reduzca regrese relaje relájese repita repose respire ruede rote saque salga separe siéntese
    siga sienta sostenga sosténgala sosténgalo suba súbala súbalo suelte suéltela suéltelo sujete
    tenga tense tire toque tome trabaje trate use vacíe vaya vea voltee vuelva jale jálelo jálela
    díganos avísenos pregunte fuerce túmbese agite alargue alterne aumente active ajuste ate amarre
    descruce despierte duerma
        """,
    )
)
"""Verbs that a step may begin with, in the form of usted."""


def starts_with_verb(sentence: str) -> bool:
    """Whether a sentence tells its reader to do something."""
    words = re.findall(r"[a-záéíóúñü]+", sentence.lower())
    while words and words[0] in LEADS:
        words = words[1:]
    if not words or words[0] in VERBS:
        return True
    return words[0] in CLAUSE and "," in sentence and starts_with_verb(sentence.partition(",")[2])


def actions(text: str) -> int:
    """How many things a step asks to do."""
    clauses = re.split(r"[.!?;]\s+|,? (?:y luego|luego|y|e) |, ", text)
    return sum(
        bool(words) and words[0] in VERBS - {"no", "use", "tenga"}
        for words in (re.findall(r"[a-záéíóúñü]+", clause.lower()) for clause in clauses)
    )


SPANISH = Terms(
    jargon=re.compile(
        r"\b(?:radiculopat\w*|neurodinám\w*|propiocep\w*|isométric\w*|excéntric\w*|concéntric\w*"
        r"|supino|prono|decúbito\w*|contralateral\w*|ipsilateral\w*|dorsiflex\w*|plantiflex\w*"
        r"|parestesia\w*|estenosis|tendinopat\w*|claudicaci\w*|espondil\w*|isquiotibial\w*)\b",
        _I,
    ),
    explained=re.compile(r"^\s*(?:\(|,? (?:que )?(?:significa|quiere decir)\b|, o sea\b|: )", _I),
    abbreviation=re.compile(
        r"(?<![\w-])(?:HEP|ROM|SLR|PROM|AROM|Rx|Dx|QD|BID|TID|PRN|PSFS|ODI|EVA|MMII|MMSS|VO|Tto|Dco"
        r"|reps?\.?|seg\.|min\.)(?![\w-])"
    ),
    arithmetic=re.compile(
        r"\d\s?%\s+de\b|\bpor ciento de\b|[x×]\s?\d+ de\b|\bIMC\b|\b1\s?-?RM\b"
        r"|(?<![\d.,])\d+[.,]\d+(?![\d.,])"
        r"|\b\d\s?/\s?\d\b|[½¼¾⅓⅔]|\b(?:multiplique|reste)\b|\bdivida\b[^.]*\b(?:entre|por) \d"
        r"|\b(?:mitad|doble|triple|tercio|cuarto) (?:de (?:lo|la mitad)|del doble)\b",
        _I,
    ),
    sign_times=re.compile(r"\b\d+\s?[x×]\s?\d+\b", _I),
    units=re.compile(
        r"^(?:\w+ )?(?:vez|veces|series?|segundos?|minutos?|horas?|días?|semanas?|pasos?|vueltas?"
        r"|respiraciones|cm|metros|libras?|kg|puntos?|de 10|o|y|a|ejercicios?)\b",
        _I,
    ),
    often=re.compile(
        r"\b(?:vez|veces|días?) (?:al|por|cada|a la) (?:día|semana)\b"
        r"|\b(?:cada día|diario|a diario)\b"
        r"|\bcada \d+ (?:horas?|minutos?|días?)\b|\btodo el día\b|\bcuando lo necesite\b",
        _I,
    ),
    no_hold=re.compile(r"\bsin aguanta", _I),
    holds=re.compile(
        r"\b(?:aguante|quédese|mantenga)[^.]*\b\d+|\b\d+ segundos\b|\bcuente hasta \d+", _I
    ),
    one_side=re.compile(r"\bsolo (?:pierna|lado) (izquierd|derech)[oa]\b", _I),
    other_side={"izquierd": r"\bderech[oa]\b", "derech": r"\bizquierd[oa]\b"},
    amount=re.compile(
        r"\b\d+ (?:\w+ )?(?:vez|veces|pasos?|vueltas?|respiraciones)\b"
        r"(?! (?:al|por|cada|a la) (?:día|semana))"
        r"|\b\d+ (?:segundos?|minutos?)\b|\blo necesite\b|\btodo el día\b"
        r"|\b(?:cada|toda la) noche\b",
        _I,
    ),
    leak=re.compile(
        r"\b(?:undefined|null|NaN|None|True|False|AUC)\b|\bLR[+-]|[{}]|\$\{|%[sd]\b|<[a-z]+>"
        r"|\b[A-TV-Z]\d\d\.\d\w*\b|\bp\s?[=<]\s?0?[.,]\d|\b[a-z]+(?:_[a-z0-9]+)+\b"
    ),
    you=re.compile(r"\b(?:usted|su|sus|le|se)\b", _I),
    cue=re.compile(r"duele mucho|muy fácil|más fácil|más difícil", _I),
    distant=re.compile(r"\bel (?:paciente|cliente) (?:debe|tiene|puede|es|va)\b", _I),
    starts_with_verb=starts_with_verb,
    actions=actions,
    warnings={
        "numbness between the legs": r"(?:dormid|insensib|adormec)[^.]*(?:entre las piernas|silla"
        r"|ingle|íntim)",
        "loss of bladder control": r"(?:escapa|pierde|perder)[^.]*(?:orina|vejiga)",
        "loss of bowel control": r"(?:escapa|pierde|perder)[^.]*(?:heces|intestin|popó)",
        "difficulty starting or feeling urine": r"(?:no puede orinar|cuesta[^.]*(?:orin|empezar))",
        "altered feeling in the private parts": r"(?:partes íntimas|genital)",
        "both legs": r"las dos piernas|ambas piernas",
        "new or spreading weakness": r"(?:debilidad|débil|pierde fuerza|menos fuerza)",
        "fever with pain": r"fiebre",
        "calf swelling": r"(?:hinch[^.]*pantorrilla|pantorrilla[^.]*hinch)",
    },
    nerve_case=re.compile(
        r"\b(?:nervio|ciática|hormigueo|dormid\w*|disco|espalda baja|columna)\b", _I
    ),
    phone=re.compile(r"(?:\+?\d[\s().-]*){7,}\d|\b911\b|\b112\b"),
    any_hour=re.compile(
        r"toda hora|cualquier (?:otra )?hora|día o noche|24 horas|emergencia|\b911\b", _I
    ),
    warning_head=re.compile(
        r"busque ayuda|cuándo llamar|llámenos si|aviso|alarma|peligro|emergencia", _I
    ),
    main_message=re.compile(r"más importante|mensaje principal|recuerde|en pocas palabras", _I),
    summary=re.compile(r"resumen", _I),
    purpose=re.compile(r"\bplan para\b|\bpara ayudar\b|\bayuda\b|qué le pasa|\bpara su\b", _I),
    weekdays=re.compile(r"lun\w*\W+mar\w*\W+mié\w*\W+jue\w*\W+vie\w*\W+sáb\w*\W+dom\w*", _I),
    easier=re.compile(r"duele mucho|si duele|más fácil", _I),
    harder=re.compile(r"muy fácil|más difícil", _I),
    when=re.compile(
        r"misma hora|mañana|tarde|noche|cama|antes|después|mientras|cuando|cada \d+ horas?|comida"
        r"|todo el día|\bCada\b",
        _I,
    ),
    stop=re.compile(r"\b(?:pare|deje|no siga)\b", _I),
    acceptable=re.compile(r"\bsiga\b|sigue(?:n)? igual|es normal|está bien|hasta \d", _I),
    pain_head=re.compile(r"semáforo|dolor|duele|molestia|siente", _I),
    pain_rule=re.compile(r"dolor[^.]{0,80}(?:normal|\d de 10)[^.]*\.[^.]*(?:pare|deje)", _I),
    labeled_name=re.compile(
        r"\b(?:Nombre|Paciente|Iniciales):\s*([^\s_][^:]{1,120}?)(?= [\w.º]+:|$)"
    ),
    labeled_id=re.compile(r"N\.º:?\s*([\w-]{2,})"),
    clinic=re.compile(r"\b(?:clínica|centro|terapia|fisioterapia|rehabilitación|hospital)\b", _I),
    not_a_clinic=re.compile(r"programa de ejercicios|terapeuta", _I),
    clinician=re.compile(r"[Tt]erapeuta: *\w+|\b\w+, (?:PT|DPT|OT|MD|DO|PTA|ATC)\b"),
    next_visit=re.compile(r"próxima (?:visita|cita)|vuelva a vernos|nos vemos|qué sigue", _I),
    flare=re.compile(r"mal día|días malos|plan para días", _I),
    dose_line=re.compile(r"\d.*\b(?:vez|veces|series?|segundos?|minutos?)\b", _I),
    color_cue=re.compile(
        r"\b(?:área|zona|línea|parte|flecha|caja|mancha) (?:roja|amarilla|verde|azul|naranja)\b", _I
    ),
    light=LightTerms(
        signal=re.compile(
            r"^(?:(?P<go>(?:Verde )?Siga)|(?P<slow>(?:Amarillo )?Despacio)"
            r"|(?P<stop>(?:Rojo )?Pare))(?::|$)"
        ),
        stops=re.compile(r"\bpare\b|\bdej(?:e|elo|ela)\b|\bdéj(?:elo|ela)\b|no (?:siga|haga)", _I),
        pushes=re.compile(r"siga así|\baguante el dolor|aunque duela|siga adelante|haga más", _I),
        eases=re.compile(
            r"menos|mitad|pequeñ|despacio|suave|descans|avís|espere|corto|fácil|baje|\bpare\b|deje"
            r"|vuelva",
            _I,
        ),
        better=re.compile(r"(?<!no )\bmejora\w*\b|(?<!no está )\bmejor\b(?! no)", _I),
    ),
    delays=re.compile(
        r"\bespere\b|\bacuéstese\b|\bdescanse\b|\bduerma\b|próxima (?:visita|semana)"
        r"|\ben (?:una?|\d+) (?:días?|semanas?)\b|no se preocupe|no hace falta",
        _I,
    ),
    sends=re.compile(
        r"\bvaya\b|\bllame\w*|\bllám\w+|\bbusque ayuda\b|\bvea\b|\bavís\w+|emergencia|\b911\b"
        r"|\b112\b",
        _I,
    ),
    timed=re.compile(r"\b(?:reloj|alarma|temporizador|cada)\b", _I),
    minutes=re.compile(r"\b(\d+) minutos?\b", _I),
    seconds=re.compile(r"\b(\d+) segundos?\b", _I),
    side=re.compile(
        r"\b(?:izquierd[oa]|derech[oa]|los dos|las dos|ambos|cada|un lado|todo el cuerpo"
        r"|donde duele)\b",
        _I,
    ),
    order=(
        ("why", re.compile(r"más importante|qué le pasa|plan para", _I)),
        ("warning signs", re.compile(r"busque ayuda|cuándo llamar|aviso", _I)),
        ("log", re.compile(r"\bsemana\b|diario|calendario", _I)),
        ("contact", re.compile(r"a quién llamar|contacto|teléfono", _I)),
    ),
)
