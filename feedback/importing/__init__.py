"""Files of feedback: from texts to values. Nothing here reads or writes the database;
actions/answers_import.py brings in what is known and writes. docs/import-feedback.md."""
