"""The Graph API of Facebook pages and Instagram accounts, as far as publishing needs it."""
