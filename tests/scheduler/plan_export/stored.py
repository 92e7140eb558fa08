"""The sample plan, stored."""

from __future__ import annotations

from pathlib import Path

import scheduler.samples
from scheduler.models import MediaPlan
from scheduler.plan_import.reading import PlanReading
from scheduler.storing import store_plan
from tests.scheduler.town import town

SAMPLE = Path(scheduler.samples.__file__).parent / "media-reja.docx"


def stored(reading: PlanReading) -> MediaPlan:
    return store_plan(
        reading.to_json(), organization=town(), title=reading.title, source_name=SAMPLE.name, checksum="sample"
    )
