"""Reference lists: what a person picks from when there are too many for a page; versioned by days of validity."""
