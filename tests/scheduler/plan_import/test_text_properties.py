"""What holds for any text under a plan's header: no item is lost, and nothing but a refusal is raised."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.plan_import.assembling import assemble
from scheduler.plan_import.readers.text import rows_of
from tests.scheduler.plan_import.plans import pasted, plan_rows

DEADLINES = st.sampled_from(["Dekabr", "\n\n\nHar oyda bir marotaba", "Doimiy\n", "", "10", "Har\nchorakda"])
PIECES = st.text(alphabet="\t\n 1.aT/rMuddati", max_size=80)


@settings(deadline=None)
@given(st.lists(DEADLINES, min_size=1, max_size=12))
def test_every_numbered_row_becomes_an_item_with_its_own_deadline(deadlines: list[str]) -> None:
    table = assemble(rows_of(pasted(plan_rows(*deadlines))))
    assert table is not None
    assert [entry.number for entry in table.entries] == [str(at) for at in range(1, len(deadlines) + 1)]
    assert [entry.deadline for entry in table.entries] == [text.strip() for text in deadlines]


@settings(deadline=None)
@given(PIECES, PIECES)
def test_any_text_around_and_below_the_header_is_survived(above: str, below: str) -> None:
    header = "".join(f"\t{cell}\n" for cell in plan_rows()[0])
    table = assemble(rows_of(f"{above}\n{header}\n{below}"))
    assert table is None or all(
        entry.title or entry.method or entry.number or entry.deadline or entry.coverage for entry in table.entries
    )
