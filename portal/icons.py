"""The drawings of the icons: 24 × 24, strokes of 2, the colour of the text around them.

Drawn for this product, so that no icon font and no request of its own is needed.
"""

PATHS = {
    "alert": '<path d="M12 3 2 20h20Z"/><path d="M12 10v4M12 17v.5"/>',
    "bell": '<path d="M6 10a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7ZM10 21h4"/>',
    "check": '<path d="m5 12 5 5L20 7"/>',
    "circle": '<circle cx="12" cy="12" r="8" stroke-dasharray="3 3"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
    "cross": '<path d="M6 6l12 12M18 6 6 18"/>',
    "document": '<path d="M6 3h8l4 4v14H6Z"/><path d="M14 3v4h4M9 13h6M9 17h6"/>',
    "download": '<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>',
    "edit": '<path d="m4 20 1-4L16 5l3 3L8 19Z"/>',
    "folder": '<path d="M3 6h6l2 2h10v11H3Z"/>',
    "home": '<path d="m3 11 9-8 9 8M6 9v11h12V9"/>',
    "inbox": '<path d="M4 4h16v16H4Z"/><path d="M4 14h5l1 2h4l1-2h5"/>',
    "keyboard": '<rect x="3" y="6" width="18" height="12"/><path d="M7 10h.5M11 10h.5M15 10h.5M8 14h8"/>',
    "lock": '<rect x="5" y="11" width="14" height="9"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>',
    "menu": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "pause": '<path d="M8 6v12M16 6v12"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m20 20-4.5-4.5"/>',
    "seal": '<circle cx="12" cy="10" r="6"/><path d="m9.500 10 2 2 3-3.500M9 15l-1 6 4-2 4 2-1-6"/>',
    "send": '<path d="M3 4l18 8-18 8 3-8Z"/><path d="M6 12h9"/>',
    "upload": '<path d="M12 16V5M7 9l5-5 5 5M5 20h14"/>',
}
