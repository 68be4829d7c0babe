"""Real tools: a test that needs one is skipped where it is missing, and never in CI."""

import os
import shutil

import pytest
from hypothesis import settings

# The same examples in every CI run: whether a change lands is not left to chance.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# A secret of whoever runs the tests would decide every number in them.
os.environ.pop("GRADSET_SECRET", None)

TOOLS = {
    "chromium": "chromium",
    "latex": "pdflatex",
    "pandoc": "pandoc",
    "poppler": "pdftotext",
    "unshare": "unshare",
}


def pytest_collection_modifyitems(items):
    for item in items:
        for marker, program in TOOLS.items():
            if item.get_closest_marker(marker) and not shutil.which(program):
                item.add_marker(pytest.mark.skip(reason=f"{program} is not installed"))


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1
