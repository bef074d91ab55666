"""Administration on the desk: people, delegations, agencies, calendar, registers, keys, incidents.

Each page asks first where its reader holds the right it needs; nowhere means that the page does
not exist for him (404).
"""
