"""Dates as Uzbek writes them: the year first, the month small. What is not here comes from Django's Uzbek."""

DATE_FORMAT = r"Y-\y\i\l j-E"
DATETIME_FORMAT = r"Y-\y\i\l j-E G:i"
YEAR_MONTH_FORMAT = r"Y-\y\i\l F"
