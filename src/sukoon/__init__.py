"""Sukoon: an open system for mental health and psychosocial support."""

__version__ = "0.1.0"
