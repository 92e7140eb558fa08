"""A year of a plan played through by the same code, on a moved clock, where nothing can reach anyone.

``script`` tells what the real database holds; ``running`` starts a child process that sets the stage with it
(``program``, ``surroundings``, ``stage``), plays (``playing``) and accounts for every duty (``account``). Nothing of it
stays.
"""
