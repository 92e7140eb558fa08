"""Stand-in servers for Telegram, Facebook and Instagram, reached over HTTP only and aware of nothing else here."""
