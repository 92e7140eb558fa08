"""Seals the permanent log, so that nobody alters it unseen: docs/proof.md."""
