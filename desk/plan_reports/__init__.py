"""The execution report on the screen: what came of a plan, the words staff add to it, and its files."""
