"""A template that an office brings: taken when a report can be made of it, else refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.utils import translation
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement

from reports.execution.build_template import template
from reports.execution.document import DEFAULT_TEMPLATE, docx_of
from reports.execution.example import example_report
from reports.execution.templates import MOST_BYTES, check_template


def with_lines(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def saved(document: Any) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def refused(content: bytes) -> str:
    with translation.override("en"):
        (sentence,) = check_template(content)
    return sentence


def test_the_default_template_is_what_its_script_writes_and_can_be_used() -> None:
    assert DEFAULT_TEMPLATE.read_bytes() == template()
    assert check_template(DEFAULT_TEMPLATE.read_bytes()) == []


def test_an_office_keeps_its_own_words_and_order() -> None:
    own = with_lines("Tasdiqlayman", "{{ title }}", "{%p for point in points %}", "{{ point.told }}", "{%p endfor %}")
    assert check_template(own) == []
    made = docx.Document(io.BytesIO(docx_of(example_report(), lambda _done, _of: None, own)))
    assert [one.text for one in made.paragraphs] == ["Tasdiqlayman", "Media-reja", "1 / 2", "1 / 2"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("{{ titel }}",), "“titel”, which nothing fills in"),
        (("{%p for point in points %}", "{{ point.tolld }}", "{%p endfor %}"), "“point.tolld”, which nothing fills in"),
        (("{{ title", ), "not written right"),
        (("{%p if title %}", "no end"), "not written right"),
        (("{{ annex }}",), "do not fit together"),
        (("{{ charts.statuses }}",), "do not fit together"),
        (("{{ points }}",), "no text"),
        (("{{ title.__class__.__mro__ }}",), "not allowed"),
        (("{{ ''.__class__ }}",), "not allowed"),
        (("{{ title.upper() }}",), "not allowed"),
        (("{% include 'x' %}",), "not allowed"),
        (("{% macro x() %}{% endmacro %}",), "not allowed"),
        (("{% for a in range(9) %}{% endfor %}",), "“range”, which nothing fills in"),
        (("{% for a in checksum %}" * 4 + "{{ a }}" + "{% endfor %}" * 4,), "far too often"),
        (("{{ 'a' * 1000000000 }}",), "not allowed"),
        (("{{ 9 ** 9 ** 9 }}",), "not allowed"),
    ],
)  # fmt: skip
def test_a_broken_or_a_sly_template_is_refused_with_its_reason(lines: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(with_lines(*lines))


def _field(document: Any, *pieces: str) -> None:
    paragraph = document.add_paragraph()
    for kind, text in (("begin", ""), *(("", piece) for piece in pieces), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            run.append(OxmlElement("w:fldChar", attrs={_w("fldCharType"): kind}))
        else:
            told = OxmlElement("w:instrText")
            told.text = text
            run.append(told)


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _attached(document: Any) -> None:
    kind = RELATIONSHIP_TYPE.HYPERLINK.replace("hyperlink", "attachedTemplate")
    document.part.relate_to("http://yomon.example/t.dotm", kind, is_external=True)


def _linked_file(document: Any) -> None:
    document.part.relate_to("file:///etc/passwd", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


@pytest.mark.parametrize(
    "sly",
    [
        lambda document: _field(document, ' INCLUDETEXT "/etc/passwd" '),
        lambda document: _field(document, "INCLUDE", 'PICTURE "http://yomon.example/a.png"'),
        lambda document: _field(document, 'DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"'),
        lambda document: _field(document, '{% if title %}DDE{% endif %}{% if title %}AUTO{% endif %} x "y"'),
        _attached,
        _linked_file,
    ],
)
def test_what_reaches_outside_itself_is_refused(sly: Callable[[Any], None]) -> None:
    document = docx.Document()
    document.add_paragraph("{{ title }}")
    sly(document)
    assert "from outside itself" in refused(saved(document))


def test_a_link_to_the_offices_site_is_no_danger() -> None:
    document = docx.Document()
    document.part.relate_to("https://namunaobod.example/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    assert check_template(saved(document)) == []


def test_what_is_no_word_file_is_refused() -> None:
    assert "not a Word file" in refused(b"")
    assert "not a Word file" in refused(b"%PDF-1.7")
    assert "bigger than 5 MB" in refused(b"0" * (MOST_BYTES + 1))
    with_macros = io.BytesIO(with_lines("{{ title }}"))
    with zipfile.ZipFile(with_macros, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"0")
    assert "macros" in refused(with_macros.getvalue())
    entities = io.BytesIO(with_lines("{{ title }}"))
    with zipfile.ZipFile(entities, "a") as archive:
        archive.writestr("word/more.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    assert "from outside itself" in refused(entities.getvalue())
