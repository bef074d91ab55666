"""People, agencies, appointments, sign-in and the calendar of working days."""
