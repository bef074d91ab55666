"""How an upload becomes a file that can be trusted: its name, what it really is, whether it is harmful."""
