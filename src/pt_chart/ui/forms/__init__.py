"""Pages of fields drawn from definitions: history, exam and measures; and the plan."""
