"""What was found of a loaded demo, beside what is true of it."""
