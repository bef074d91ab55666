"""What the product costs: each module measures one thing and prints a table and JSON."""
