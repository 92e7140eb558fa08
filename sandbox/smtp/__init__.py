"""A mail server with a mailbox for each newspaper; what comes in is shown on the wall and goes nowhere."""
