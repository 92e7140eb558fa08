"""What the newspaper gets: headers, the letter's words, the article as a Word document, files."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import docx

from publishers.adapters._newspaper_letter import letter_of, message_id
from publishers.adapters.newspaper import NewspaperPublisher
from publishers.contract import Access, Document, OutgoingPost
from tests.publishers.adapters.posts import jpeg, picture

EDITOR = "tahririyat@gazeta.example"
NOW = datetime(2026, 12, 1, 6, 30, tzinfo=UTC)
SLOT = datetime(2026, 12, 3, 20, 0, tzinfo=UTC)
TEXT = (
    "<p>Bir <strong>muhim</strong> va <em>yangi</em> gap<br/>ikkinchi satr.</p>"
    "<h2>Sarlavha</h2><ul><li>birinchi<ul><li>ichki</li></ul></li></ul><ol><li>bir</li><li>ikki</li></ol>"
    '<blockquote>Iqtibos</blockquote><p>Batafsil <a href="https://sayt.example/a?b=1&amp;c=2">saytda</a>.</p>'
)


def access(**options: Any) -> Access:
    known = {"organization": "Namunaobod shahar hokimligi", "reply_to": "matbuot@namunaobod.example"}
    return Access(EDITOR, "", known | options, {"mail_from": "xizmat@mediareja.example"})


def article(**fields: Any) -> OutgoingPost:
    return OutgoingPost(**{"title": "Oʻzbekiston – ochiq byudjet", "text": TEXT, "slot": SLOT, **fields})


def message(post: OutgoingPost, **options: Any) -> EmailMessage:
    raw = letter_of(post, "kalit-1", access(**options), (EDITOR,), now=NOW)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    parsed = message_from_bytes(raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def words(post: OutgoingPost, **options: Any) -> str:
    body = message(post, **options).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def files(post: OutgoingPost) -> list[tuple[str | None, str, bytes]]:
    return [
        (part.get_filename(), part.get_content_type(), part.get_content()) for part in message(post).iter_attachments()
    ]


def opened(post: OutgoingPost) -> Any:
    return docx.Document(BytesIO(files(post)[0][2]))


def test_headers() -> None:
    found = message(article(title="Oʻzbekiston –\r\nBcc: x@y.example"))

    assert dict(found.items()) == {
        "Message-ID": "<kalit-1@mediareja.example>",
        "Date": "Tue, 01 Dec 2026 06:30:00 +0000",
        "From": "Namunaobod shahar hokimligi <xizmat@mediareja.example>",
        "To": EDITOR,
        "Reply-To": "Namunaobod shahar hokimligi <matbuot@namunaobod.example>",
        "Subject": "Namunaobod shahar hokimligi: Oʻzbekiston – Bcc: x@y.example",
        "MIME-Version": "1.0",
        "Content-Type": found["Content-Type"],
    }


def test_without_an_organizations_address_there_is_no_reply_to_and_nobody_to_ask() -> None:
    assert message(article(), reply_to="")["Reply-To"] is None
    assert "Savollaringiz" not in words(article(), reply_to="")


def test_the_sender_is_the_accounts_own_address_where_it_has_one() -> None:
    own = Access(EDITOR, "matbuot@hokimlik.example:parol", {"own_login": True}, {"mail_from": "xizmat@m.example"})
    hosts = Access(EDITOR, "smtp@host.example:parol", {}, {"mail_from": "xizmat@m.example"})

    assert message_id("k", own) == "<k@hokimlik.example>"
    assert message_id("k", hosts) == "<k@m.example>"


def test_a_key_that_fits_no_message_id_is_hashed_and_stays_the_same() -> None:
    one, two = message_id("a b>", access()), message_id("a b>", access())

    assert one == two
    assert len(one) == len("<@mediareja.example>") + 64


def test_the_letter_in_uzbek() -> None:
    assert words(article(), telephone="71 200 11 44").splitlines() == [
        "Assalomu alaykum!",
        "",
        "Namunaobod shahar hokimligi gazetada eʼlon qilish uchun maqola yubormoqda: “Oʻzbekiston – ochiq byudjet”.",
        "",
        "Maqolani 04.12.2026 kungi yoki undan keyingi eng yaqin sonda eʼlon qilishingizni soʻraymiz.",
        "",
        "Ilovada: ozbekiston-ochiq-byudjet.docx.",
        "",
        "Savollaringiz boʻlsa: 71 200 11 44, matbuot@namunaobod.example.",
        "",
        "Maqola chiqqach, sonning raqami va sanasini hamda sahifaning skan nusxasi yoki havolasini shu xatga javob "
        "qilib yuboring.",
        "",
        "Hurmat bilan,",
        "Namunaobod shahar hokimligi",
    ]


def test_the_letter_in_russian() -> None:
    found = words(article(title="Открытый бюджет", language="ru", slot=None)).splitlines()

    assert found[2] == "Namunaobod shahar hokimligi направляет статью для публикации в газете: «Открытый бюджет»."
    assert found[4] == "Просим опубликовать её в ближайшем номере."
    assert found[6] == "Во вложении: statya.docx."


def test_the_article_keeps_its_looks() -> None:
    document = opened(article(link="https://sayt.example/maqola"))

    assert [(line.style.name, line.text) for line in document.paragraphs] == [
        ("Heading 1", "Oʻzbekiston – ochiq byudjet"),
        ("Normal", "Bir muhim va yangi gap\nikkinchi satr."),
        ("Heading 2", "Sarlavha"),
        ("List Bullet", "birinchi"),
        ("List Bullet 2", "ichki"),
        ("List Continue", "1. bir"),
        ("List Continue", "2. ikki"),
        ("Quote", "Iqtibos"),
        ("Normal", "Batafsil saytda."),
        ("Normal", "Saytdagi maqola: https://sayt.example/maqola"),
    ]
    looks = [(run.text, bool(run.bold), bool(run.italic)) for run in document.paragraphs[1].runs]
    assert looks[1::2] == [("muhim", True, False), ("yangi", False, True)]
    (link,) = document.paragraphs[8].hyperlinks
    assert (link.text, link.url) == ("saytda", "https://sayt.example/a?b=1&c=2")
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Oʻzbekiston – ochiq byudjet", "Mediareja", "uz-Latn-UZ",
    )  # fmt: skip


def test_what_xml_cannot_hold_does_not_break_the_document() -> None:
    document = opened(article(title="Bir\x00\x0bikki", text="<p>A\x08B\ufffe</p>"))

    assert [line.text for line in document.paragraphs] == ["Birikki", "AB"]


def test_pictures_and_documents_come_under_good_names_and_the_article_lists_them() -> None:
    first, second = picture(1), picture(2)
    paper = Document("qaror.pdf", "Qaror", "application/pdf", 4, "https://a.example/q.pdf", "c", lambda: b"%PDF")
    post = article(pictures=(first, second), documents=(paper,))

    assert [(name, kind) for name, kind, _ in files(post)] == [
        ("ozbekiston-ochiq-byudjet.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("ozbekiston-ochiq-byudjet-surat-1.jpg", "image/jpeg"),
        ("ozbekiston-ochiq-byudjet-surat-2.jpg", "image/jpeg"),
        ("qaror.pdf", "application/pdf"),
    ]
    assert [content for _, _, content in files(post)[1:]] == [first.read(), second.read(), b"%PDF"]
    assert [line.text for line in opened(post).paragraphs][-3:] == [
        "Suratlar",
        "ozbekiston-ochiq-byudjet-surat-1.jpg: Rasm 1",
        "ozbekiston-ochiq-byudjet-surat-2.jpg: Rasm 2",
    ]


def test_a_correction_is_said_at_the_head_of_the_article() -> None:
    assert opened(article(note="sana tuzatildi")).paragraphs[1].text == "Izoh: sana tuzatildi"


def test_a_letter_that_is_too_big_is_a_problem_before_it_is_sent() -> None:
    big = picture(1, content=jpeg(size=(400, 400)) + bytes(2_000_000))
    paper = NewspaperPublisher(access(mail_bytes=2_000_000))

    (problem,) = [found for found in paper.check(article(pictures=(big,))) if found.code == "message_too_big"]

    assert (problem.params["limit"], problem.blocking) == ("2.0", True)
    assert float(problem.params["size"]) > 2.7
    assert "message_too_big" not in [found.code for found in paper.check(article())]


def test_pictures_that_are_too_big_together_are_said_once_already_in_the_preview() -> None:
    nine = tuple(picture(number, content=bytes(2_500_000)) for number in range(1, 10))

    problems = NewspaperPublisher(access()).check(article(pictures=nine))

    assert [problem.code for problem in problems] == ["message_too_big"]
    assert problems[0].params == {"size": "30.8", "limit": "25.0"}
