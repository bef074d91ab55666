"""Demonstration inspections: two under way, one in preparation. Never loaded where MOTCUA_DEMO is off."""
