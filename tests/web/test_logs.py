"""What is written down, and what never is."""

from __future__ import annotations

import os
import subprocess
import sys


def test_the_address_of_a_robot_is_its_key_and_is_not_written_down() -> None:
    """Also where somebody asked for every detail."""
    said = subprocess.run(
        [sys.executable, "-c", _A_PROGRAM_THAT_CALLS_A_ROBOT],
        env={**os.environ, "DANGBAN_LOG_LEVEL": "debug", "DANGBAN_LOG_FORMAT": "json"},
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert '"event": "heard"' in said
    assert "very-secret" not in said


_A_PROGRAM_THAT_CALLS_A_ROBOT = """
import logging
import httpx
from backend.web.logs import configure_logs

configure_logs()
robot = httpx.MockTransport(lambda _: httpx.Response(200))
httpx.Client(transport=robot).post("https://robot.example.com/send?key=very-secret")
logging.getLogger("urllib3.connectionpool").debug("POST /send?key=very-secret")
logging.getLogger("elsewhere").debug("heard")
"""
