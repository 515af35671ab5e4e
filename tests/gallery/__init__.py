"""Pages that show every component: looked at by tests, never shipped."""
