"""What came of a plan, duty by duty, told from the rows and never typed."""
