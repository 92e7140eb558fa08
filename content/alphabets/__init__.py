"""The workings of ``content.alphabet``: what stays, what a word becomes, and the lists of exceptions."""
