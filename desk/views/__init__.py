"""Views of the officers' face: translate in, call one service or selector, translate out."""
