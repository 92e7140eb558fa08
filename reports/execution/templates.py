"""Looks into a template that an office uploads: is it a safe Word file, and can a report be made of it."""

from __future__ import annotations

import io

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from jinja2.exceptions import SecurityError, TemplateRuntimeError, TemplateSyntaxError, UndefinedError

from content.template_sandbox import NotText, TooMuch
from reports.execution.document import docx_of
from reports.execution.example import example_report
from reports.execution.fields import reaches_outside
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.archives import check_archive, kind_of_archive

MOST_BYTES = 5_000_000

SENTENCES: dict[str, Promise] = {
    "too_big": _("The file is bigger than 5 MB. Take pictures out of it, or make them smaller, and upload it again."),
    "not_docx": _("This is not a Word file. Save the template in Word as DOCX and upload it again."),
    "encrypted": _("The file is locked with a password. Take the password off, save it and upload it again."),
    "has_macros": _("The file holds macros. Save it as DOCX without macros and upload it again."),
    "reaches_outside": _(
        "The file takes pictures, texts or programs from outside itself. Put them into the file, or take them out, and "
        "upload it again."
    ),
    "undefined_name": _("The template uses “%(name)s”, which nothing fills in. Correct the name and upload it again."),
    "syntax": _("A sign like {{ … }} or {%% … %%} is not written right: %(message)s. Correct it and upload it again."),
    "unsafe": _("The template tries something that is not allowed: %(what)s. Take it out and upload it again."),
    "not_text": _("The template puts something into the text that is no text. Correct it and upload it again."),
    "too_much": _(
        "The template repeats itself far too often, or makes a text that is far too long. Take repetitions out "
        "and upload it again."
    ),
    "torn": _(
        "The lines of the template do not fit together: a {%%p … %%} or {%%tr … %%} stands in the wrong place, or its "
        "end does, or a link, a picture or the annex lacks its letter ({{r … }}, {{p annex }}). Correct it and "
        "upload it again."
    ),
    "failed": _("No report can be made with this template: %(message)s. Correct it and upload it again."),
}


class _NotAReport(Exception):
    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def check_template(template: bytes) -> list[str]:
    """What is wrong with it, as sentences in the active language; empty: it can be used. A report is made for trial."""
    try:
        _look_into(template)
        _try_out(template)
    except _NotAReport as refusal:
        return [str(SENTENCES[refusal.code]) % refusal.params]
    return []


def _look_into(template: bytes) -> None:
    if len(template) > MOST_BYTES:
        raise _NotAReport("too_big")
    try:
        if kind_of_archive(io.BytesIO(template)) != ".docx":
            raise _NotAReport("not_docx")
        check_archive(io.BytesIO(template))
        outside = reaches_outside(io.BytesIO(template))
        Document(io.BytesIO(template))
    except NotAPlan as refusal:
        codes = {"unsafe_xml": "reaches_outside", "unreadable": "not_docx"}
        raise _NotAReport(codes.get(refusal.code, refusal.code)) from refusal
    except (PackageNotFoundError, SyntaxError, KeyError, ValueError) as error:
        raise _NotAReport("not_docx") from error
    if outside:
        raise _NotAReport("reaches_outside")


def _look_at_body(body: str) -> None:
    """Before docxtpl mends it. Raises SyntaxError, _NotAReport."""
    if parse_xml(body.encode()).find(f".//{qn('w:t')}/*") is not None:  # {{ annex }} for {{p annex }}
        raise _NotAReport("torn")


def _try_out(template: bytes) -> None:
    try:
        made = docx_of(example_report(), lambda _done, _of: None, template, rendered=_look_at_body)
    except TemplateSyntaxError as error:
        raise _NotAReport("syntax", message=error.message or "") from error
    except SecurityError as error:
        raise _NotAReport("unsafe", what=str(error)) from error
    except UndefinedError as error:
        raise _NotAReport("undefined_name", name=str(error)) from error
    except TooMuch as error:
        raise _NotAReport("too_much") from error
    except NotText as error:
        raise _NotAReport("not_text") from error
    except SyntaxError as error:
        raise _NotAReport("torn") from error
    except (RecursionError, MemoryError) as error:
        raise _NotAReport("unsafe", what=type(error).__name__) from error
    except (
        TemplateRuntimeError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError, AssertionError,
    ) as error:  # fmt: skip
        raise _NotAReport("failed", message=str(error)) from error
    if reaches_outside(io.BytesIO(made)):
        raise _NotAReport("reaches_outside")
