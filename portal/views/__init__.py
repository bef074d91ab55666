"""Views of the citizens' face: translate in, call one service or selector, translate out."""
