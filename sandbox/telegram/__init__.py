"""The Telegram Bot API and the public preview at t.me, as far as publishing needs them."""
