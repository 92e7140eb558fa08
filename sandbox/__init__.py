"""Stand-ins for Telegram, Facebook, Instagram and WordPress, reached over HTTP only and aware of nothing else here."""
