"""Demonstration data: agencies, people, a register. Never loaded where MOTCUA_DEMO is off."""
