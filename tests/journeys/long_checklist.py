"""A checklist of 500 items: in each section verdicts, and at the end one item that is answered by photographs."""

SECTIONS, ITEMS = 10, 50


def files() -> dict[str, bytes]:
    """Return the folder of the checklist."""
    head = 'checklist: 1\ncode: DAI\ntitle: {vi: "Phiếu của ngày dài"}\nvalid_from: 2026-01-01\n'
    return {"checklist.yaml": head.encode()} | {
        f"sections/{number}.yaml": section_file(number).encode() for number in range(SECTIONS)
    }


def section_file(number: int) -> str:
    """Return a section: verdicts, and photographs at the end."""
    kinds = ["verdict"] * (ITEMS - 1) + ["photo"]
    items = "".join(
        f'  - {{key: S{number}.{item}, text: {{vi: "Tiêu chí {item}"}}, kind: {kind}}}\n'
        for item, kind in enumerate(kinds)
    )
    return f'section: S{number}\ntitle: {{vi: "Phần {number}"}}\nitems:\n{items}'
