"""What each kind of following does, by kind."""

from __future__ import annotations

from collections.abc import Mapping

from reports.following import Look

LOOKS: Mapping[str, Look] = {}
