"""What Moodle 4.5's XML importer refuses or silently changes, as a checker of files.

`broken(xml)` lists every violation as `rule: detail`; an empty list is a file that arrives in
Moodle as it was meant.
"""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from tests.exporters.cloze_grammar import ClozeError, fields

FRACTIONS = {
    "100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30",
    "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0",
}  # fmt: skip
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE]-?\d+)?")
SMALLEST = Decimal("1e-28")
MARKUP = re.compile(r"[<&]")


def broken(xml: bytes) -> list[str]:
    try:
        root = etree.fromstring(xml, etree.XMLParser(strip_cdata=False))
    except etree.XMLSyntaxError as error:
        return [f"well-formed: {error.msg}"]
    return [*_quiz(root), *(v for q in root if q.get("type") != "category" for v in _question(q))]


def text_of(element: etree._Element, path: str) -> str:
    return element.findtext(path) or ""


def _quiz(root: etree._Element) -> Iterator[str]:
    questions = [q for q in root if q.get("type") != "category"]
    if not questions:
        yield "not empty: there is no question"
    if len(root) and root[0].get("type") != "category":
        yield "categories: a question stands before any category"
    place, seen = "", Counter[tuple[str, str]]()
    for q in root:
        if q.get("type") == "category":
            place = text_of(q, "category/text")
            yield from _category(place)
        else:
            seen[place, text_of(q, "idnumber")] += 1
    for (_, number), count in seen.items():
        if count > 1:
            yield f"idnumber: {number!r} stands {count} times in a category"


def _category(path: str) -> Iterator[str]:
    if not path.startswith("$course$/top/"):
        yield f"categories: {path!r} does not begin with $course$/top/"
    names = re.split(r"(?<!/)/(?!/)", path)
    if any(len(name) > 255 for name in names):
        yield "categories: a name has more than 255 characters"
    if not all(name.strip() for name in names):
        yield f"categories: {path!r} has an empty name"


def _question(q: etree._Element) -> Iterator[str]:
    yield from _cdata(q)
    yield from _idnumber(text_of(q, "idnumber"))
    yield from _files(q)
    yield from _numbers(q)
    if len(q.findall("tags")) != 1:
        yield "tags: there is not exactly one block"
    if q.find("questiontext").get("format") != "html":
        yield "format: the question's text is not HTML"
    if not text_of(q, "name/text").strip():
        yield "name: is empty"
    rules = {
        "multichoice": _multichoice, "numerical": _numerical, "shortanswer": _has_full_answer,
        "truefalse": _truefalse, "ordering": _ordering, "matching": _matching, "cloze": _cloze,
        "essay": lambda q: (),
    }  # fmt: skip
    if q.get("type") not in rules:
        yield f"type: {q.get('type')!r} is none of Moodle's"
        return
    yield from rules[q.get("type")](q)


def _cdata(q: etree._Element) -> Iterator[str]:
    for text in q.iter("text"):
        whole = etree.tostring(text, encoding="unicode", with_tail=False)
        if text.text and MARKUP.search(text.text) and "<![CDATA[" not in whole:
            if text.getparent().tag in ("name", "tag"):
                continue  # plain text, where an entity is right
            yield f"CDATA: {text.text[:40]!r} is HTML outside it"
        if (
            text.text
            and "&nbsp;" in whole.replace("<![CDATA[", "").split("]]>")[0]
            and ("<![CDATA[" not in whole)
        ):
            yield "CDATA: &nbsp;"


def _idnumber(number: str) -> Iterator[str]:
    if not number:
        yield "idnumber: is missing"
    if len(number) > 100:
        yield "idnumber: has more than 100 characters"


def _files(q: etree._Element) -> Iterator[str]:
    names = {file.get("name") for file in q.iter("file")}
    for text in q.iter("text"):
        for name in re.findall(r"@@PLUGINFILE@@/([^\"'\s>]+)", text.text or ""):
            if name not in {f.get("name") for f in text.getparent().findall("file")}:
                yield f"files: {name} is shown but not there"
    for file in q.iter("file"):
        if "/" in (file.get("name") or "/"):
            yield f"files: the name {file.get('name')!r} has a slash"
        if file.get("path") != "/" or file.get("encoding") != "base64":
            yield "files: path or encoding is wrong"
        try:
            if not base64.b64decode(file.text or "", validate=True):
                yield f"files: {names} holds nothing"
        except binascii.Error:
            yield "files: is not base64"


def _numbers(q: etree._Element) -> Iterator[str]:
    for tag in ("defaultgrade", "penalty", "tolerance"):
        for element in q.iter(tag):
            if not NUMBER.fullmatch(element.text or ""):
                yield f"numbers: {tag} {element.text!r}"
    for answer in q.findall("answer"):
        fraction = answer.get("fraction") or ""
        if q.get("type") != "ordering" and fraction.removeprefix("-") not in FRACTIONS:
            yield f"fractions: {fraction!r} is not on Moodle's list"


def _has_full_answer(q: etree._Element) -> Iterator[str]:
    if not any(a.get("fraction") == "100" for a in q.findall("answer")):
        yield "full marks: no answer has 100 %"
    for answer in q.findall("answer"):
        if not text_of(answer, "text").strip():
            yield "answers: one is empty"


def _multichoice(q: etree._Element) -> Iterator[str]:
    answers = q.findall("answer")
    if len(answers) < 2:
        yield "answers: a choice needs two"
    shares = [Decimal(a.get("fraction")) for a in answers if NUMBER.fullmatch(a.get("fraction"))]
    if q.findtext("single") == "true":
        yield from _has_full_answer(q)
        if sum(share > 0 for share in shares) != 1:
            yield "full marks: more than one answer of a single choice counts"
        return
    if any(share == 0 for share in shares):
        yield "weights: a wrong choice of several costs nothing"
    if abs(sum((share for share in shares if share > 0), Decimal(-100))) > Decimal("0.001"):
        yield "weights: the right choices do not add up to 100 %"


def _numerical(q: etree._Element) -> Iterator[str]:
    yield from _has_full_answer(q)
    for answer in q.findall("answer"):
        value = text_of(answer, "text")
        if not NUMBER.fullmatch(value):
            yield f"numbers: {value!r} would be read as another number"
        tolerances = answer.findall("tolerance")
        if len(tolerances) != 1:
            yield "tolerance: is missing"
        elif NUMBER.fullmatch(tolerances[0].text or ""):
            width = Decimal(tolerances[0].text)
            if width < 0 or 0 < width < SMALLEST:
                yield f"tolerance: {width} is too small"
    if q.find("tolerancetype") is not None:
        yield "tolerance: tolerancetype is ignored"


def _truefalse(q: etree._Element) -> Iterator[str]:
    if [text_of(a, "text") for a in q.findall("answer")] != ["true", "false"]:
        yield "truefalse: needs the answers true and false in this order"


def _ordering(q: etree._Element) -> Iterator[str]:
    if q.find("shownumcorrect") is None:
        yield "ordering: shownumcorrect is missing"
    if len(q.findall("answer")) < 2:
        yield "answers: an order needs two"
    places = [a.get("fraction") for a in q.findall("answer")]
    if places != [f"{i}.0000000" for i in range(1, len(places) + 1)]:
        yield f"ordering: the places are {places}"


def _matching(q: etree._Element) -> Iterator[str]:
    pairs = q.findall("subquestion")
    if len(pairs) < 2:
        yield "matching: needs two pairs"
    for pair in pairs:
        if not text_of(pair, "text").strip() or not text_of(pair, "answer/text").strip():
            yield "matching: an empty stem or answer loses every later question"
        if re.search(r"\\\(|\$|<", text_of(pair, "answer/text")):
            yield "matching: a drop-down shows formulas and markup raw"


def _cloze(q: etree._Element) -> Iterator[str]:
    if q.find("defaultgrade") is not None:
        yield "cloze: defaultgrade is ignored"
    try:
        if not fields(text_of(q, "questiontext/text")):
            yield "cloze: there is no field"
    except ClozeError as error:
        yield f"cloze: {error}"
