"""What each kind of following does, by kind."""

from __future__ import annotations

from collections.abc import Mapping

from reports.following import Look
from reports.models import FollowUp
from reports.proof.capturing import capture
from reports.proof.checking import check
from reports.reach.looking import measure

LOOKS: Mapping[str, Look] = {
    FollowUp.Kind.CAPTURE: capture,
    FollowUp.Kind.CHECK: check,
    FollowUp.Kind.MEASURE: measure,
}
