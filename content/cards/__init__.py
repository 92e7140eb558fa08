"""Draws picture cards: a JPEG for a post that has no picture where the channel demands one."""

from __future__ import annotations

from content.cards.drawing import CARD_SIZE, THEMES, CardTooLong, draw_card

__all__ = ["CARD_SIZE", "THEMES", "CardTooLong", "draw_card"]
