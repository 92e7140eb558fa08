"""Pieces of WordprocessingML that a template cannot hold: links, pictures, the annex. Pure text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from reports.execution.parts import DoneRow, LinkRow, day_words

EMU_A_CENTIMETRE = 360_000
CODE_WIDTH = int(2.0 * EMU_A_CENTIMETRE)
COLUMNS = (1250, 3540)
"""Of one link in the annex, in twentieths of a point: its code, its words."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SMALL = '<w:rPr><w:sz w:val="15"/></w:rPr>'
_LINKED = '<w:rPr><w:color w:val="0F4C81"/><w:sz w:val="{size}"/></w:rPr>'
_PICTURE = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" '
    'distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{id}" name="{name}" descr={told}/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="{id}" '
    'name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{key}"/><a:stretch>'
    '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/>'
    '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline>"
    "</w:drawing>"
)


def words_of(text: str) -> str:
    """What may stand between two tags; docxtpl makes line breaks of the signs it knows, all else is left out."""
    return escape(_NOT_XML.sub("", text))


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{words_of(text)}</w:t></w:r>'


def link(text: str, address: str, size: int) -> str:
    """A link as a field, which asks for no relationship: those grow slow by the thousand. ``size``: half points."""
    if not address.startswith(("http://", "https://")):
        return run(text, f'<w:rPr><w:sz w:val="{size}"/></w:rPr>')
    safe = words_of(address.replace('"', "%22").replace("\\", "%5C")).replace("\n", "")
    properties = _LINKED.format(size=size)
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{safe}" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(text, properties)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def places(row: DoneRow, size: int = 19) -> str:
    """The channels of a row with their links or proofs, side by side."""
    between = run(", ", f'<w:rPr><w:sz w:val="{size}"/></w:rPr>')
    told = (
        link(one.channel, one.link, size)
        if one.link or not one.proof
        else run(f"{one.channel} ({one.proof})", f'<w:rPr><w:sz w:val="{size}"/></w:rPr>')
        for one in row.places
    )
    return between.join(told)


def picture(key: str, number: int, width: int, height: int, told: str) -> str:
    """A picture of the archive by the key of its relationship, in a run. ``told``: for those who do not see it."""
    drawn = _PICTURE.format(
        cx=width, cy=height, id=number, name=f"Picture {number}", key=key, told=quoteattr(_NOT_XML.sub("", told))
    )
    return f"<w:r>{drawn}</w:r>"


def annex(links: Iterable[LinkRow], item_word: str, *, first_number: int) -> str:
    """A table without lines, two links side by side, each beside its code. Keys: see ``code_key``."""
    cells = [_cells(row, item_word, first_number + row.number) for row in links]
    if not cells:
        return ""
    if len(cells) % 2:
        cells.append(_cell(COLUMNS[0], _paragraph("")) + _cell(COLUMNS[1], _paragraph("")))
    rows = (
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{left}{right}</w:tr>"
        for left, right in zip(cells[::2], cells[1::2], strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in COLUMNS * 2)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{2 * sum(COLUMNS)}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="40" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def code_key(number: int) -> str:
    return f"rIdCode{number}"


def _cells(row: LinkRow, item_word: str, number: int) -> str:
    told = f"{row.number}. {item_word} {row.item} · {day_words(row.on)} · {row.channel}"
    code = picture(code_key(row.number), number, CODE_WIDTH, CODE_WIDTH, f"QR {row.number}")
    address = link(row.address, row.address, 15) if row.is_link else run(row.address, _SMALL)
    words = _paragraph(run(told, '<w:rPr><w:b/><w:sz w:val="15"/></w:rPr>')) + _paragraph(run(row.title, _SMALL))
    return _cell(COLUMNS[0], _paragraph(code)) + _cell(COLUMNS[1], words + _paragraph(address))


def _cell(width: int, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _paragraph(content: str) -> str:
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="20" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
        f'<w:jc w:val="left"/></w:pPr>{content}</w:p>'
    )
