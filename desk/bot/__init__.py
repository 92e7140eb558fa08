"""The service's own Telegram bot: who is linked to it, what it tells them, and what they decide by its buttons."""
