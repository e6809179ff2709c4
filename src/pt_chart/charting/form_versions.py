"""Forms as they were when a visit was written: kept with the chart, opened with the visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType

from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.fields import Form, Vocabulary
from pt_chart.clinical.visit import Visit
from pt_chart.definitions.exam_forms import read_form_text

INDEX = "forms/kept"
"""Setting: the versions kept, as a list of "form/version"."""
WORDS = "#words"
"""How the name ends under which the clinic's rewording of a form counts as a version."""
TEXT = "#text"
"""How it ends where a form's text changed and its version did not."""
TEXTS = "forms/texts"
"""Setting: a fingerprint of the first text kept of each version, by "form/version"."""


def versions_of(store: ChartStore, forms: Iterable[Form]) -> dict[str, int]:
    """What a visit is written with: each form's version, and the clinic's words for it if any.

    Where the text is another one than what was kept of this version, that too.
    """
    forms, first = tuple(forms), _first_texts(store)
    worded = {f"{form.id}{WORDS}": _fingerprint(form.words) for form in forms if form.words}
    changed = {f"{form.id}{TEXT}": _fingerprint(form.source) for form in _changed(forms, first)}
    return {form.id: form.version for form in forms} | worded | changed


def keep_forms(store: ChartStore, forms: tuple[Form, ...]) -> None:
    """Keep the text of each form's version, and of its rewording, with the chart, once.

    Raises:
        WorldError: the chart could not be written.
    """
    kept = store.setting(INDEX, [])
    known = [str(name) for name in kept] if isinstance(kept, list) else []
    texts = {_name(form.id, form.version): form.source for form in forms}
    texts |= {
        _name(f"{form.id}{WORDS}", _fingerprint(form.words)): form.words
        for form in forms
        if form.words
    }
    before = _first_texts(store)
    missing = [name for name in texts if name in known and "#" not in name and name not in before]
    first = {
        **before,
        **{name: _fingerprint(str(store.setting(f"forms/{name}"))) for name in missing},
        **{name: _fingerprint(text) for name, text in texts.items() if name not in known},
    }
    for form in _changed(forms, first):
        texts[_name(f"{form.id}{TEXT}", _fingerprint(form.source))] = form.source
    new = {name: text for name, text in texts.items() if text and name not in known}
    for name, text in new.items():
        store.save_setting(f"forms/{name}", text)
    if new:
        store.save_setting(INDEX, [*known, *new])
    if first != before:
        store.save_setting(TEXTS, {**first})


def forms_of(
    store: ChartStore, visit: Visit, forms: tuple[Form, ...], vocabulary: Vocabulary
) -> tuple[tuple[Form, ...], Vocabulary]:
    """The forms that a visit opens with, in window order, and the vocabulary they make up.

    A form whose version or whose words have changed since, or which is gone, comes as it was when
    the visit was written; a signed visit has its very text, whatever the version says. A form added
    since stands on drafts and not on signed visits.
    """
    written, first = visit.form_versions, _first_texts(store)
    today = {form.id: form for form in forms}
    chosen: list[Form] = []
    for form in forms:
        version = written.get(form.id)
        if version is None:
            if not (visit.signed and written):
                chosen.append(form)
            continue
        words = written.get(f"{form.id}{WORDS}", 0)
        same = (version, words) == (form.version, _fingerprint(form.words))
        if visit.signed and same:
            now = _fingerprint(form.source)
            then = written.get(f"{form.id}{TEXT}") or first.get(_name(form.id, version), now)
            same = then == now
        older = None if same else _kept(store, visit, form.id, vocabulary, form)
        chosen.append(older or form)
    for name in sorted(written.keys() - today.keys()):
        gone = None if name.endswith((WORDS, TEXT)) else _kept(store, visit, name, vocabulary)
        chosen += [gone] if gone is not None else []
    older_fields = {
        field.id: field
        for form in chosen
        if form is not today.get(form.id)
        for field in form.fields
    }
    if not older_fields:
        return tuple(chosen), vocabulary
    fields = MappingProxyType({**vocabulary.fields, **older_fields})
    return tuple(chosen), replace(vocabulary, fields=fields)


def _kept(
    store: ChartStore, visit: Visit, name: str, vocabulary: Vocabulary, today: Form | None = None
) -> Form | None:
    """A form in the version and words that a visit was written with, None where they are lost."""
    version, changed = visit.form_versions[name], visit.form_versions.get(f"{name}{TEXT}", 0)
    text = _text(store, f"{name}{TEXT}", changed) if changed else _text(store, name, version)
    if not text and today is not None and today.version == version:
        text = today.source
    number = visit.form_versions.get(f"{name}{WORDS}", 0)
    words = _text(store, f"{name}{WORDS}", number) if number else ""
    return read_form_text(text, vocabulary, words) if text else None


def _first_texts(store: ChartStore) -> dict[str, int]:
    found = store.setting(TEXTS, {})
    kept = found.items() if isinstance(found, dict) else ()
    return {name: one for name, one in kept if isinstance(one, int)}


def _changed(forms: Iterable[Form], first: Mapping[str, int]) -> list[Form]:
    """Forms whose text is not the first one kept of their version."""
    named = ((form, first.get(_name(form.id, form.version))) for form in forms if form.source)
    return [form for form, one in named if one not in (None, _fingerprint(form.source))]


def _text(store: ChartStore, name: str, version: int) -> str:
    text = store.setting(f"forms/{_name(name, version)}")
    return text if isinstance(text, str) else ""


def _fingerprint(words: str) -> int:
    """A number for the words, 0 for none; small enough for every reader of JSON."""
    return int(sha256(words.encode()).hexdigest()[:12], 16) if words else 0


def _name(form: str, version: int) -> str:
    return f"{form}/{version}"
