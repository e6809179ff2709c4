"""Forms as they were when a visit was written: kept with the chart, opened with the visit."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.fields import Form, Vocabulary
from pt_chart.clinical.visit import Visit
from pt_chart.definitions.exam_forms import read_form_text

INDEX = "forms/kept"
"""Setting: the versions kept, as a list of "form/version"."""


def keep_forms(store: ChartStore, forms: tuple[Form, ...]) -> None:
    """Keep the text of each form's version with the chart, once.

    Raises:
        WorldError: the chart could not be written.
    """
    kept = store.setting(INDEX, [])
    known = [str(name) for name in kept] if isinstance(kept, list) else []
    new = [form for form in forms if _name(form.id, form.version) not in known and form.source]
    for form in new:
        store.save_setting(f"forms/{_name(form.id, form.version)}", form.source)
    if new:
        store.save_setting(INDEX, [*known, *(_name(form.id, form.version) for form in new)])


def forms_of(
    store: ChartStore, visit: Visit, forms: tuple[Form, ...], vocabulary: Vocabulary
) -> tuple[tuple[Form, ...], Vocabulary]:
    """The forms that a visit opens with, in window order, and the vocabulary they make up.

    A form whose version has changed since, or which is gone, comes as it was when the visit was
    written. A form added since stands on drafts and not on signed visits.
    """
    written = visit.form_versions
    today = {form.id: form for form in forms}
    chosen: list[Form] = []
    for form in forms:
        version = written.get(form.id)
        if version is None:
            if not (visit.signed and written):
                chosen.append(form)
            continue
        older = None if version == form.version else _kept(store, form.id, version, vocabulary)
        chosen.append(older or form)
    for name in sorted(written.keys() - today.keys()):
        gone = _kept(store, name, written[name], vocabulary)
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


def _kept(store: ChartStore, name: str, version: int, vocabulary: Vocabulary) -> Form | None:
    text = store.setting(f"forms/{_name(name, version)}")
    return read_form_text(text, vocabulary) if isinstance(text, str) else None


def _name(form: str, version: int) -> str:
    return f"{form}/{version}"
