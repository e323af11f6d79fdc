"""Measurements and training; nothing here ships in the wheel."""
