"""What Word shows beside plain text: automatic numbers, symbols, fields, hidden text, boxes, notes, pictures."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from scheduler.plan_import import NotAPlan
from scheduler.plan_import.readers.docx import read_docx
from scheduler.plan_import.rows import Document, NotRead, Paragraph
from tests.scheduler.plan_import.plans import plan_rows, write_docx

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
BOX = (
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def read(document: WordDocument, path: Path) -> Document:
    document.save(str(path / "d.docx"))
    return read_docx(path / "d.docx")


def number_paragraph(document: WordDocument, paragraph: object, number_id: int, level: int = 0) -> None:
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>')
    )


def define_list(document: WordDocument, number_id: int, *levels: tuple[str, str], restart: int | None = None) -> None:
    """Add a list; the kind of its numbering is `number_id` too unless it only restarts list 90."""
    numbering = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    if levels:
        first = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number_id}">{shown}</w:abstractNum>')
        numbering.insert(0, first)
    start = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{restart}"/></w:lvlOverride>' if restart else ""
    kind = number_id if levels else 90
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number_id}"><w:abstractNumId w:val="{kind}"/>{start}</w:num>')
    )


def test_blocks_come_in_the_order_of_the_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("MEDIA-REJA")
    document.add_table(rows=1, cols=2).cell(0, 0).text = "birinchi"
    document.add_paragraph("II. Boshqa\nbo‘lim")
    document.add_table(rows=1, cols=2).cell(0, 1).text = "ikkinchi"
    document.add_paragraph("Imzo")
    blocks = read(document, tmp_path).blocks
    assert [(block.text, block.place) if isinstance(block, Paragraph) else block.number for block in blocks] == [
        ("MEDIA-REJA", 1), 1, ("II. Boshqa", 2), ("bo‘lim", 3), 2, ("Imzo", 4),
    ]  # fmt: skip


def test_numbers_that_word_counts_itself_stand_in_the_number_column_and_before_steps(tmp_path: Path) -> None:
    rows = [["", *row[1:]] for row in plan_rows("May", "Iyun", "Iyul")]
    document = docx.Document(str(write_docx(tmp_path / "p.docx", rows)))
    define_list(document, 90, ("decimal", "%1."))
    define_list(document, 91, ("decimal", "%1)"))
    for row in document.tables[0].rows[1:]:
        number_paragraph(document, row.cells[0].paragraphs[0], 90)
    method = document.tables[0].cell(1, 2)
    method.add_paragraph("Tarqatish")
    for paragraph in method.paragraphs:
        number_paragraph(document, paragraph, 91)
    (table,) = read(document, tmp_path).tables
    assert [row.text(0) for row in table] == ["", "1.", "2.", "3."]
    assert table[1].text(2) == "1) Xabar tayyorlash\n2) Tarqatish"


def test_levels_forms_and_restarts_of_lists(tmp_path: Path) -> None:
    document = docx.Document()
    define_list(document, 90, ("upperRoman", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)"))
    define_list(document, 92, restart=7)
    define_list(document, 93, ("bullet", "•"))
    for number_id, level, text in [
        (90, 0, "Ochiqlik"), (90, 1, "Maqola"), (90, 1, "Suhbat"), (90, 2, "E’lon"), (90, 0, "Targ‘ibot"),
        (90, 1, "Rolik"), (92, 0, "Qayta"), (93, 0, "Belgi"),
    ]:  # fmt: skip
        number_paragraph(document, document.add_paragraph(text), number_id, level)
    document.add_paragraph("Uslubdan", style="List Number")
    shown = [block.text for block in read(document, tmp_path).blocks if isinstance(block, Paragraph)]
    assert shown == [
        "I. Ochiqlik", "I.1. Maqola", "I.2. Suhbat", "а) E’lon", "II. Targ‘ibot", "II.1. Rolik", "VII. Qayta", "Belgi",
        "1. Uslubdan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F050"/></w:r>', "✓"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>ü</w:t></w:r>', "✓"),
        ("<w:r><w:t>\uf0fc</w:t></w:r>", "✓"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', ""),
        (
            f'<w:sdt {W14}><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>",
            "✓",
        ),
        (
            f'<w:sdt {W14}><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>",
            "",
        ),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>yashirin</w:t></w:r><w:r><w:t>May</w:t></w:r>", "May"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>May</w:t></w:r>', "May"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText><w:t>kod</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>May</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> oyi</w:t></w:r>',
            "May oyi",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox>'
            '</w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "✓",
        ),
        ("<w:r><w:t>veb</w:t><w:noBreakHyphen/><w:t>sayt</w:t></w:r>", "veb-sayt"),
    ],
)  # fmt: skip
def test_a_cell_says_what_word_shows(tmp_path: Path, run: str, shown: str) -> None:
    document = docx.Document(str(write_docx(tmp_path / "p.docx", plan_rows(""))))
    cell = document.tables[0].cell(1, 3)
    for element in parse_xml(f"<w:p {nsdecls('w')}>{run}</w:p>"):
        cell.paragraphs[0]._p.append(element)
    (table,) = read(document, tmp_path).tables
    assert table[1].text(3) == shown


def test_text_boxes_and_pictures_are_named_with_their_places(tmp_path: Path) -> None:
    document = docx.Document(str(write_docx(tmp_path / "p.docx", plan_rows("May"))))
    inner = "<w:txbxContent><w:p><w:r><w:t>TASDIQLAYMAN</w:t></w:r></w:p></w:txbxContent>"
    box = (
        f'<w:r {nsdecls("w")} {BOX}><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{inner}</wps:txbx>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document.paragraphs[0]._p.append(parse_xml(box))
    Image.new("RGB", (9, 9)).save(tmp_path / "p.png")
    document.tables[0].cell(1, 2).paragraphs[0].add_run().add_picture(str(tmp_path / "p.png"))
    found = read(document, tmp_path)
    assert found.paragraphs == ("MEDIA-REJA",)
    assert found.not_read == (NotRead(None, 1, "TASDIQLAYMAN", "text_box"), NotRead(1, 2, "", "picture"))


def test_footnotes_and_page_heads_are_named_and_are_no_text(tmp_path: Path) -> None:
    document = docx.Document(str(write_docx(tmp_path / "p.docx", plan_rows("May"))))
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>sana oʻzgarishi mumkin</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    sign = parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>')
    document.tables[0].cell(1, 3).paragraphs[0]._p.append(sign)
    document.sections[0].header.paragraphs[0].text = "Namunaobod shahar hokimligi"
    document.sections[0].footer.paragraphs[0].text = "2"
    found = read(document, tmp_path)
    assert found.tables[0][1].text(3) == "May"
    assert found.not_read == (
        NotRead(None, None, "Namunaobod shahar hokimligi", "paragraph"),
        NotRead(1, 2, "sana oʻzgarishi mumkin", "footnote"),
    )


def test_a_document_of_pictures_only_and_an_empty_one(tmp_path: Path) -> None:
    document = docx.Document()
    with pytest.raises(NotAPlan) as empty:
        read(document, tmp_path)
    Image.new("RGB", (9, 9)).save(tmp_path / "p.png")
    document.add_picture(str(tmp_path / "p.png"))
    with pytest.raises(NotAPlan) as scanned:
        read(document, tmp_path)
    assert (empty.value.code, scanned.value.code) == ("empty_file", "images_only")


def test_strict_open_xml_is_read_as_the_usual_one(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "p.docx", plan_rows("May"))
    usual = b"http://schemas.openxmlformats.org/"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(tmp_path / "s.docx", "w") as strict:
        for name in archive.namelist():
            content = archive.read(name)
            for kind in (b"wordprocessingml", b"officeDocument", b"drawingml"):
                content = content.replace(usual + kind + b"/2006/", b"http://purl.oclc.org/ooxml/" + kind + b"/")
            strict.writestr(name, content)
    assert read_docx(tmp_path / "s.docx") == read_docx(path)
