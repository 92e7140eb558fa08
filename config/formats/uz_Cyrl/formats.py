"""As ``uz``, in Cyrillic letters."""

DATE_FORMAT = "Y-йил j-E"
DATETIME_FORMAT = "Y-йил j-E G:i"
YEAR_MONTH_FORMAT = "Y-йил F"
