"""Arithmetic and policy of feedback on plain values."""
