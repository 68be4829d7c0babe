"""The checker itself: one small file for each rule, right but for that rule."""

import pytest

from tests.exporters.moodle_rules import broken

CHOICE = """<question type="multichoice"><name><text>a</text></name>
<questiontext format="html"><text><![CDATA[<p>Which?</p>]]></text></questiontext>
<defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><idnumber>a:1</idnumber>
<single>true</single>
<answer fraction="100" format="html"><text><![CDATA[<p>x</p>]]></text></answer>
<answer fraction="0" format="html"><text>y</text></answer>
<tags><tag><text>t</text></tag></tags></question>"""
SEVERAL = CHOICE.replace("<single>true", "<single>false").replace('fraction="0"', 'fraction="-100"')
NUMERICAL = (
    CHOICE.replace("multichoice", "numerical")
    .replace("<text><![CDATA[<p>x</p>]]></text>", "<text>-0.5</text><tolerance>0.01</tolerance>")
    .replace("<text>y</text>", "<text>1e-3</text><tolerance>0</tolerance>")
)
SHORT = CHOICE.replace("multichoice", "shortanswer")
TRUEFALSE = (
    CHOICE.replace("multichoice", "truefalse")
    .replace("<![CDATA[<p>x</p>]]>", "true")
    .replace("<text>y</text>", "<text>false</text>")
)
ORDERING = (
    CHOICE.replace("multichoice", "ordering")
    .replace('fraction="100"', 'fraction="1.0000000"')
    .replace('fraction="0"', 'fraction="2.0000000"')
    .replace("<single>true</single>", "<shownumcorrect/>")
)
PAIRS = "".join(
    f"<subquestion format='html'><text>{a}</text><answer><text>{b}</text></answer></subquestion>"
    for a, b in (("s", "x"), ("t", "y"))
)
MATCHING = """<question type="matching"><name><text>a</text></name>
<questiontext format="html"><text>Match</text></questiontext><idnumber>a:1</idnumber>""" + (
    f"{PAIRS}<tags/></question>"
)
PICTURE = CHOICE.replace("<p>Which?</p>]]></text>", '<img src="@@PLUGINFILE@@/n.svg"/>]]></text>'
    '<file name="n.svg" path="/" encoding="base64">PHN2Zy8+</file>')  # fmt: skip


def cloze(field):
    return (
        '<question type="cloze"><name><text>a</text></name><questiontext format="html"><text>'
        f"<![CDATA[<p>{field}</p>]]></text></questiontext><idnumber>a:1</idnumber><tags/></question>"
    )


CATEGORY = '<question type="category"><category><text>{}</text></category></question>'
TOP = CATEGORY.format("$course$/top/gradset/A//B")


def quiz(*questions, category=TOP):
    return f"<quiz>{category}{''.join(questions)}</quiz>".encode()


@pytest.mark.parametrize(
    "question",
    [
        CHOICE, SEVERAL, NUMERICAL, SHORT, TRUEFALSE, ORDERING, MATCHING, PICTURE,
        cloze("{1:NUMERICAL:=0.5:0.01~%0%-2:0.01#no}"),
        cloze(r"{2:MULTICHOICE_VS:=\(\frac{1\}{2\}\)~\(2\)#\#1} \(\frac{1}{2}\)"),
        cloze("{1:MULTICHOICE:A~=B~C}"),
    ],
)  # fmt: skip
def test_a_right_file_breaks_no_rule(question):
    assert broken(quiz(question)) == []


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        (quiz(CHOICE.replace("<p>Which?", "<p>Which?</p>]]>&nbsp;<![CDATA[")), "well-formed"),
        (quiz(CHOICE.replace("<text>y", "<text>y & z")), "well-formed"),
        (quiz(CHOICE.replace("<text>y", "<text>\x01")), "well-formed"),
        (quiz(CHOICE.replace("<text>y", "<text>&lt;p&gt;y&lt;/p&gt;")), "CDATA"),
        (quiz(), "not empty"),
        (quiz(CHOICE, category=""), "categories"),
        (quiz(CHOICE, category=CATEGORY.format("top/x")), "categories"),
        (quiz(CHOICE, category=CATEGORY.format("$course$/top/" + "x" * 256)), "categories"),
        (quiz(CHOICE, category=CATEGORY.format("$course$/top/a/ ")), "categories"),
        (quiz(CHOICE, CHOICE), "idnumber"),
        (quiz(CHOICE.replace("a:1", "")), "idnumber"),
        (quiz(CHOICE.replace("a:1", "x" * 101)), "idnumber"),
        (quiz(CHOICE.replace('format="html"><text><![CDATA[<p>W', 'format="markdown"><text>'
                             "<![CDATA[<p>W")), "format"),
        (quiz(CHOICE.replace("<name><text>a", "<name><text>")), "name"),
        (quiz(CHOICE.replace("</tags>", "</tags><tags/>")), "tags"),
        (quiz(CHOICE.replace("multichoice", "calculatedx")), "type"),
        (quiz(CHOICE.replace('fraction="0"', 'fraction="-33"')), "fractions"),
        (quiz(CHOICE.replace('fraction="0"', 'fraction="-33.33"')), "fractions"),
        (quiz(CHOICE.replace('fraction="0"', 'fraction="-6.25"')), "fractions"),
        (quiz(CHOICE.replace('fraction="100"', 'fraction="50"')), "full marks"),
        (quiz(CHOICE.replace('fraction="0"', 'fraction="50"')), "full marks"),
        (quiz(CHOICE.replace('<answer fraction="0" format="html"><text>y</text></answer>', "")),
         "answers"),
        (quiz(SEVERAL.replace('fraction="-100"', 'fraction="0"')), "weights"),
        (quiz(SEVERAL.replace('fraction="100"', 'fraction="50"')), "weights"),
        (quiz(CHOICE.replace("1.0000000", "1,5")), "numbers"),
        (quiz(CHOICE.replace("1.0000000", "inf")), "numbers"),
        (quiz(NUMERICAL.replace("-0.5", "\u22120.5")), "numbers"),
        (quiz(NUMERICAL.replace("-0.5", "0,5")), "numbers"),
        (quiz(NUMERICAL.replace("-0.5", "1/3")), "numbers"),
        (quiz(NUMERICAL.replace("-0.5", "5 m")), "numbers"),
        (quiz(NUMERICAL.replace("-0.5", "+5")), "numbers"),
        (quiz(NUMERICAL.replace("0.01", "5%")), "numbers"),
        (quiz(NUMERICAL.replace("0.01", "1e-29")), "tolerance"),
        (quiz(NUMERICAL.replace("<tolerance>0</tolerance>", "")), "tolerance"),
        (quiz(NUMERICAL.replace("<tags>", "<tolerancetype>2</tolerancetype><tags>")), "tolerance"),
        (quiz(NUMERICAL.replace('fraction="100"', 'fraction="90"')), "full marks"),
        (quiz(SHORT.replace('fraction="100"', 'fraction="90"')), "full marks"),
        (quiz(TRUEFALSE.replace("<text>false</text>", "<text>no</text>")), "truefalse"),
        (quiz(ORDERING.replace("<shownumcorrect/>", "")), "ordering"),
        (quiz(ORDERING.replace("2.0000000", "1.0000000")), "ordering"),
        (quiz(MATCHING.replace("<text>y</text>", "<text></text>")), "matching"),
        (quiz(MATCHING.replace("<text>s</text>", "<text> </text>")), "matching"),
        (quiz(MATCHING.replace("<text>y</text>", r"<text>\(y\)</text>")), "matching"),
        (quiz(PICTURE.replace("n.svg\"/>", "other.svg\"/>")), "files"),
        (quiz(PICTURE.replace('name="n.svg"', 'name="a/n.svg"')), "files"),
        (quiz(PICTURE.replace("PHN2Zy8+", "%%%")), "files"),
        (quiz(PICTURE.replace("PHN2Zy8+", "")), "files"),
        (quiz(cloze("nothing")), "cloze"),
        (quiz(cloze("{1:numerical:=1:0}")), "cloze"),
        (quiz(cloze("{0.5:NUMERICAL:=1:0}")), "cloze"),
        (quiz(cloze("{:NUMERICAL:=1:0}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:=1}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:= 1:0}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:=+5:0}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:=1/3:0}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:=0,5:0}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:=5:10%}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:=5:-1}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:%50%5:1}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:=1:0")), "cloze"),
        (quiz(cloze("{1:MULTICHOICE:=A}")), "cloze"),
        (quiz(cloze("{1:MULTICHOICE:A~B}")), "cloze"),
        (quiz(cloze("{1:MULTICHOICE:=A~}")), "cloze"),
        (quiz(cloze(r"{1:MULTICHOICE:=A~\(x\)}")), "cloze"),
        (quiz(cloze(r"{1:MULTICHOICE_V:=A~\frac{1}{2\}}")), "cloze"),
        (quiz(cloze("{1:NUMERICAL:=1:0}").replace("<tags/>",
              "<defaultgrade>2</defaultgrade><tags/>")), "cloze"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_one_rule_is_told_by_that_rule(file, rule):
    assert {violation.split(":")[0] for violation in broken(file)} == {rule}
