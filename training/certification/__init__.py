"""Certificates: how long one counts, and how it looks on paper."""
