"""Questions: which are asked and in what order, and whether an answer is right."""
