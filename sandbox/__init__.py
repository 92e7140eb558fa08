"""Stand-ins for Telegram, Facebook, Instagram, WordPress and webhooks, over HTTP only; they know no other room."""
