"""Files of people: from bytes to a table, to rows, to a plan. Nothing here reads or
writes the database; queries/house.py brings in what is known, actions/people_import.py
carries the plan out. What a row does to whom: docs/import-people.md."""
