"""Receivers of webhooks: strict about signature, time and form, deaf to an id they have had."""
