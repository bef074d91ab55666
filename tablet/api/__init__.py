"""What the tablet fetches and sends: JSON over the session, never cached."""
