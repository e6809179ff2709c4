"""The code on a signed document: short enough to read out, different when anything differs."""

from __future__ import annotations

from pt_chart.clinical.canonical import digest_of
from pt_chart.clinical.visit import Visit

CODE_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
"""Letters and digits that are not mistaken for each other on paper or by phone."""

CODE_LENGTH = 8


def document_code(
    kind: str, visit: Visit, *, released: tuple[str, ...] = (), content: str = ""
) -> str:
    """The code of a document made from a signed visit, in two groups ("K7F3-9QDM").

    It depends on the kind of document, the visit's signature (which covers everything charted),
    the addenda, the sections released (() = all), and ``content``, the digest of what was typed for
    this document alone. Nobody can make one up who does not have the signature's digest.

    Raises:
        ValueError: the visit is not signed.
    """
    signature = visit.signature
    if signature is None:
        raise ValueError("only a signed visit has documents with a code")
    told = (
        "pt-chart document, version 1",
        kind,
        visit.id,
        (signature.digest, signature.code, signature.at.isoformat()),
        tuple((one.text, one.by, one.at.isoformat()) for one in visit.addenda),
        tuple(sorted(released)),
        content,
    )
    number = int(digest_of(told), 16)
    letters = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[rest])
    half = CODE_LENGTH // 2
    return "".join(letters[:half]) + "-" + "".join(letters[half:])


def tidy_code(typed: str) -> str:
    """A code as it is printed from one as it was typed: case, spaces and dashes do not matter.

    Raises:
        ValueError: it cannot be a code; the message says what one looks like.
    """
    bare = "".join(typed.upper().split()).replace("-", "").replace("\u2013", "")
    if len(bare) != CODE_LENGTH or any(letter not in CODE_ALPHABET for letter in bare):
        raise ValueError(
            f"{typed.strip()!r} is not a verification code: it has {CODE_LENGTH} letters and "
            "digits, such as K7F2-9QDM, at the foot of every signed page"
        )
    half = CODE_LENGTH // 2
    return f"{bare[:half]}-{bare[half:]}"
