"""Makes drafts from a spreadsheet and pictures, as the screen does: all or none."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.table import Table

from content.models import Organization
from desk.command import DeskCommand
from desk.duplicates import in_words
from desk.queue.labels import pictures_refusal, row_sentence, sheet_refusal
from desk.terminal import print_table
from desk.times import shown
from scheduler.post_import.making import NotMade, make
from scheduler.post_import.pictures import NotPictures, Pictures, read_files
from scheduler.post_import.planned import PlannedPost, plan_posts, unused_pictures
from scheduler.post_import.sheet import NotASheet, SheetRow, read_sheet


class Command(DeskCommand):
    help = (
        "Make drafts from a spreadsheet (XLSX, CSV), one post a row, and the pictures it names. All are made or none. "
        "Exit status: 0 done, 1 failed, 2 bad input, which changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="the spreadsheet; docs/post-import.md names its columns"
        )
        parser.add_argument(
            "--pictures", type=Path, metavar="FOLDER", help="a folder with the pictures, or a ZIP archive"
        )
        parser.add_argument("--dry-run", action="store_true", help="only show what would be made")
        parser.add_argument(
            "--author", metavar="U", help="user name of who makes the drafts; not needed with --dry-run"
        )
        parser.add_argument("--organization", metavar="SLUG", help="may be left out when there is one")

    def work(self, **options: Any) -> None:
        organization = self.organization(options["organization"])
        author = None if options["dry_run"] else self.author(options["author"])
        now = timezone.now()
        with tempfile.TemporaryDirectory() as folder:
            rows = self.rows(options["file"])
            pictures = self.pictures(options["pictures"], Path(folder))
            planned = plan_posts(rows, pictures, organization, now=now)
            stopped = any(post.is_stopped for post in planned)
            made: list[int] = []
            if author is not None and not stopped:
                try:
                    made = make(planned, organization, user=author, now=now)
                except NotMade:
                    self.fail(_("The plan has changed meanwhile; nothing was made. Try again."))
        self.report(planned, made, unused_pictures(planned, pictures), organization, as_json=options["as_json"])
        if stopped:
            self.bad_input(_("Nothing was made: some rows have problems."))

    def rows(self, path: Path) -> list[SheetRow]:
        try:
            return read_sheet(path)
        except NotASheet as refused:
            self.bad_input(sheet_refusal(refused.code, refused.params))

    def pictures(self, path: Path | None, folder: Path) -> Pictures:
        if path is None:
            return Pictures()
        if not path.exists():
            self.bad_input(_("There is no such folder: %(path)s") % {"path": path})
        found = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        try:
            return read_files([(one.name, one) for one in found], folder=folder)
        except NotPictures as refused:
            self.bad_input(pictures_refusal(refused.code))

    def author(self, name: str | None) -> User:
        user = User.objects.filter(username=name or "", is_active=True).first()
        if user is None:
            self.bad_input(
                _("Name who makes the drafts with --author: there is no active user “%(name)s”.") % {"name": name}
            )
        if not user.has_perm("content.add_post"):
            self.bad_input(_("%(user)s may not write posts.") % {"user": name})
        return user

    def report(
        self,
        planned: list[PlannedPost],
        made: list[int],
        unused: list[str],
        organization: Organization,
        *,
        as_json: bool,
    ) -> None:
        if as_json:
            self.show(self.value(planned, made, unused), "", as_json=True)
            return
        table = Table(title=_("What will be made") if not made else _("Made by the import"), title_justify="left")
        for heading in (_("Row"), _("Post"), _("When and where"), _("Channels"), _("Remarks")):
            table.add_column(heading, overflow="fold")
        for post in planned:
            when = shown(post.publish_at, organization.time_zone)
            place = _("stock of item %(item)s") % {"item": post.item} if post.goes_into_stock else when
            channels = ", ".join(map(str, post.channels))
            table.add_row(str(post.line), post.title or "–", place or "–", channels or "–", "\n".join(remarks(post)))
        print_table(table, self.stdout)
        if unused:
            self.stdout.write(_("No row names these pictures; they are left out:") + " " + ", ".join(unused))
        if made:
            self.stdout.write(_("Drafts made: %(count)s.") % {"count": len(made)})

    def value(self, planned: list[PlannedPost], made: list[int], unused: list[str]) -> dict[str, Any]:
        return {
            "rows": [
                {
                    "line": post.line,
                    "title": post.title,
                    "publish_at": post.publish_at,
                    "item": post.item.number if post.item is not None else None,
                    "stock": post.goes_into_stock,
                    "channels": [channel.name for channel in post.channels],
                    "pictures": [picture.name for picture, _alt in post.pictures],
                    "problems": [{"code": one.code, "blocking": one.blocking} for one in post.problems],
                    "same_text": post.earlier.post_id if post.earlier is not None else None,
                }
                for post in planned
            ],
            "unused_pictures": unused,
            "posts": made,
        }


def remarks(post: PlannedPost) -> list[str]:
    found = [("! " if problem.blocking else "") + row_sentence(problem) for problem in post.problems]
    return [*found, in_words(post.earlier).sentence] if post.earlier is not None else found
