"""Where templates and bank lie, in a checkout or an installed wheel; what no folder is called."""

from pathlib import Path

# What Windows takes for a device, whatever ending the name has; a pattern.
DEVICES = r"con|prn|aux|nul|com\d|lpt\d"
_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `templates` or `question_bank`."""
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
