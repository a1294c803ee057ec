"""What tells of a private person: telephone and identity numbers, e-mail addresses, a name beside a complaint.

Nobody's right to privacy hangs on a monitor remembering it: such signs are not published until somebody has decided.
Numbers and addresses are found by their form. A name is a guess, and asks: a title or “qytetari” before a name, or a
name that complains, in a text with a word of complaint; whoever is named with an office is no private person there.
Not taken for personal: dates, amounts, decisions, coordinates, numbers within a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pop_analysis.model.text import remembered

MASK = "•••"
MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]*\w\s?(?:@|＠|[\[(]\s?at\s?[\])])\s?[\w-]+(?:\s?(?:\.|[\[(]\s?dot\s?[\])])\s?[\w-]+)*\.[^\W\d_]{2,}",
    re.IGNORECASE,
)
# Letter, eight digits, letter: as the identity card has it.
IDENTITY = re.compile(r"(?<![\w/=-])[^\W\d_]\d{8}[^\W\d_](?![\w/=])")
# A name of a host is looked for where one can begin, not at each of its parts again: they may be thousands.
LINK = re.compile(
    r"\b(?:https?|ftp)://\S+|\bwww\.\S+|(?<![\w-])(?<![\w-]\.)(?:[\w-]+\.)+[^\W\d_]{2,}/\S*", re.IGNORECASE
)
CALL = re.compile(
    r"(?:tel:|sms:|callto:|wa\.me/|[?&](?:phone|number)=)\s?\+?(?:%2B)?\d(?:[\s.()/-]?\d){5,14}", re.IGNORECASE
)
DAY = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2})(?!\d)")
DIGITS = re.compile(r"(?<!\w)(?<!\d[.,])(?:\+|\(\+?)?\d(?:[\s./()‐‑–-]{0,3}\d){5,16}(?![\w%]|[.,]\d)")
MOBILE = re.compile(r"(?<![\w/-])(?<!\d[.,])0\s?6[5-9](?:[\s./-]{0,2}\d){7}(?!\d)")
GROUPED = re.compile(r"\d{1,3}(?:\s\d{3})+")
MONEY = re.compile(r"\s?(?:lek|euro?\b|all\b|usd|€|\$|m2\b|m²|metra|banor|vet[aë]\b)", re.IGNORECASE)
FILED = re.compile(r"(?:nr|no|prot|protokoll\w*|vkb|vkm|vendim\w*|decision|ligj\w*|llogari\w*)\W{0,3}$", re.IGNORECASE)
TELEPHONE = re.compile(
    r"\b(?:tel(?:efon(?:i|it|in|at|ash)?)?|cel(?:ular(?:i|it|in)?)?|mob(?:ile)?|whats\s?app|viber|phone|cellphone)\b"
    r"[^\d\n+]{0,14}$",
    re.IGNORECASE,
)
# Written without its zero, as Excel leaves it when somebody types the number into a cell.
BARE_MOBILE = re.compile(r"6[6-9]\d{7}|6[6-9][\s./-]\d{2,3}[\s./-]?\d{2}[\s./-]?\d{2,3}")

NAME = r"[A-ZÇË][a-zçë]+(?:-[A-ZÇË][a-zçë]+)?"
OF_OFFICE = (
    r"(?:nën|zëvendës\W?)?(?:kryetar|kryeministr|kryeplak|drejtor|këshilltar|deputet|ministr|prefekt|administrator|sekretar|"
    r"përgjegjës|specialist|zëdhënës|koordinator|zyrtar|inspektor|president|mayor|councillor|director|minister|"
    r"secretary|official|spokes|head|chair|deputy)\w*"
)
NOT_A_PERSON = re.compile(
    r"\b(?:bashki|këshill|drejtori|qendr|shoqat|organizat|rrug|lagj|ministri|polici|prefektur|gjykat|prokurori|qeveri|parti|"
    r"avokat|komision|institut|fondacion|rrjet|radio|televizion|gazet|forum|grup|fshat|qark|njësi|shkoll|spital|agjenci|"
    r"kontrat|banor|qytetar|prind|pushtet|sheshi|universitet|municipal|council|centre|center|associat|organi[sz]at|road|street|ministry|police|"
    r"court|government|party|network|school|hospital|agency|resident|citizen|social)\w*|\b" + OF_OFFICE,
    re.IGNORECASE,
)
COMPLAINT = re.compile(
    r"\b(?:ankes\w*|anku\w*|anko\w*|ankim\w*|denonc\w*|denounc\w*|padi\w*|akuz\w*|kallëz\w*|shqetësim\w*|complain\w*|grievanc\w*|"
    r"accus\w*|sued|protest\w*)",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"(?<!\w)(?:(?:[Zz]|[Zz]nj|[Zz]j|[Mm]r|[Mm]rs|[Mm]s)\.?|[Zz]oti[tn]?|[Zz]onj(?:a|ës|ën|usha|ushës|ushën)|"
    r"[Qq]ytetar(?:i|it|in|ja|es|en)|[Bb]anor(?:i|it|in|ja|es|en)|[Ss]htetas(?:i|it|in|ja|es|en)|[Cc]itizen|[Rr]esident)"
    rf"\s+({NAME}(?:\s+{NAME}){{0,2}})"
)
COMPLAINS = re.compile(
    rf"({NAME}\s+{NAME})(?=\s+(?:u\s+anku|ankoh|ka\s+anku|është\s+anku|denonc|padit|complain|has\s+complain|denounc|sued))"
)
COMPLAINT_OF = re.compile(
    rf"(?:[Aa]nkes\w*|[Aa]nkim\w*|[Pp]adi\w*|[Dd]enoncim\w*|[Cc]omplaints?)\s+(?:e|i|nga|by|from|of)\s+({NAME}\s+{NAME})"
)
OFFICE_BEFORE = re.compile(OF_OFFICE + r"(?:[\s,]+[\w-]+){0,4}[\s,]*$", re.IGNORECASE)
OFFICE_AFTER = re.compile(r"\s*[,(–-]\s*(?:\w+\s+){0,2}" + OF_OFFICE, re.IGNORECASE)
# What a text is looked at for first, as fast as may be: nearly all have none of it.
AT = re.compile(r"[@＠]|[\[(]\s?[aA][tT]\s?[\])]")
SEVERAL_DIGITS = re.compile(r"\d(?:\D{0,3}\d){5}")
# A piece of every word of a complaint, without the letters that more than one sign is taken for (i, s).
OF_COMPLAINTS = ("ank", "denon", "denoun", "pad", "akuz", "kallëz", "hqetë", "compla", "evanc", "accu", "ued", "prote")
Found = tuple[str, int, int]


def personal(text: str) -> dict[str, str]:
    """Find what may tell of a private person: the code of the finding for each kind, with ``text`` masked.

    >>> personal("Telefononi Agronin: 069 123 45 67")
    {'PD-01': 'Telefononi Agronin: •••'}
    >>> personal("VKB nr. 45, 12.03.2020: 3 000 000 lekë")
    {}
    """
    found = _found(text)
    return dict.fromkeys((kind for kind, _, _ in found), masked(text)) if found else {}


def masked(text: str) -> str:
    """Give ``text`` with :data:`MASK` in place of what may tell of a private person.

    >>> masked("Qytetari Agron Dosti u ankua për ujin")
    'Qytetari ••• u ankua për ujin'
    """
    kept, at = [], 0
    for _, start, end in sorted(_found(text), key=lambda each: each[1:]):
        if start >= at:
            kept += [text[at:start], MASK]
        at = max(at, end)
    return "".join([*kept, text[at:]])


@remembered
def _found(text: str) -> tuple[Found, ...]:
    found: list[Found] = []
    if AT.search(text):
        found += (("PD-02", *each.span()) for each in MAIL.finditer(text))
    if SEVERAL_DIGITS.search(text):
        found += _numbers(text)
    folded = text.casefold()
    if any(piece in folded for piece in OF_COMPLAINTS):
        found += _names(text)
    return tuple(found)


def _numbers(text: str) -> Iterator[Found]:
    yield from (("PD-01", *each.span()) for each in CALL.finditer(text))
    # Numbers of a link are no person's, and days no telephones: both keep their length, so that places stay.
    outside = DAY.sub(_blank, LINK.sub(_blank, text))
    yield from (("PD-01", *each.span()) for each in MOBILE.finditer(outside))
    yield from (("PD-03", *each.span()) for each in IDENTITY.finditer(outside))
    yield from (("PD-01", *each.span()) for each in DIGITS.finditer(outside) if _is_telephone(each, outside))


def _blank(found: re.Match[str]) -> str:
    return "\n" * len(found[0])


def _is_telephone(found: re.Match[str], text: str) -> bool:
    written, before = found[0], text[: found.start()]
    digits = re.sub(r"\D", "", written)
    number, is_whole = digits.removeprefix("00"), written.lstrip("(").startswith("+") or digits.startswith("00")
    if TELEPHONE.search(before):
        return 6 <= len(digits) <= 15
    if MONEY.match(text, found.end()):
        return False
    if number.startswith("355") and len(number) in (11, 12) and (is_whole or number[3] == "6"):
        return True
    if is_whole:  # with the code of a country
        return 10 <= len(number) <= 15 and not GROUPED.fullmatch(written.lstrip("(+"))
    if re.match(r"\(?0[2-9]", written):
        return (digits.startswith("06") and len(digits) == 10) or (len(digits) == 9 and not FILED.search(before))
    return bool(BARE_MOBILE.fullmatch(written)) and not FILED.search(before)


def _names(text: str) -> Iterator[Found]:
    if not COMPLAINT.search(text):
        return
    for pattern in (TITLED, COMPLAINS, COMPLAINT_OF):
        for found in pattern.finditer(text):
            start, end = found.span(1)
            in_office = OFFICE_BEFORE.search(text[max(0, found.start() - 60) : found.start()])
            if not in_office and not OFFICE_AFTER.match(text, end) and not NOT_A_PERSON.search(found[1]):
                yield "PD-04", start, end
