"""The execution report: what came of a plan, told item by item from its ledger, as a file."""
