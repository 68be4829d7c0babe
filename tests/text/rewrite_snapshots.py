"""Rewrite the snapshot of all formulas: `python -m tests.text.rewrite_snapshots [sheet.png]`.

Read the difference before you commit it, and with a file name given, look at the picture too.
"""

import json
import sys
from pathlib import Path

from tests.text.corpus import SNAPSHOT, compiler, converted, sheet


def main(arguments: list[str]) -> None:
    text = json.dumps(converted(), ensure_ascii=False, indent=1)
    SNAPSHOT.write_text(text + "\n", encoding="utf-8")
    for name in arguments:
        picture = compiler().compile(sheet().encode(), format="png", ppi=110)
        assert isinstance(picture, bytes)
        Path(name).write_bytes(picture)


if __name__ == "__main__":
    main(sys.argv[1:])
