"""VNPAY in its own process and, in the test, our gate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from vnpay_side import (
    SECRET,
    School,
    Server,
    free_port,
    handler,
    is_open,
    wait_for,
)

ROOT = Path(__file__).parents[3]
GRANIAN = [sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "warning"]


@pytest.fixture(scope="session")
def listening() -> Iterator[School]:
    school = School()
    server = Server(("127.0.0.1", 0), handler(school))
    school.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield school
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def gateway_url(listening: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config = tmp_path_factory.mktemp("vnpay") / "vnpay.json"
    merchant = {
        "vnp_TmnCode": "TRUONG01",
        "vnp_HashSecret": SECRET,
        "notify_url": f"{listening.url}/gate/vnpay/hoa-mai",
        "name": "Trường Tiểu học Hoa Mai",
    }
    told = {"thuphi_url": listening.url, "merchants": [merchant], "repeat_ms": 20}
    config.write_text(json.dumps(told), encoding="utf-8")
    port = free_port()
    process = subprocess.Popen(
        [*GRANIAN, "--port", str(port), "simulators.vnpay.app:app"],
        cwd=ROOT,
        env={**os.environ, "VNPAY_CONFIG": str(config)},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: process.poll() is not None or is_open(url))
        yield url
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def gateway(gateway_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=gateway_url, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def school(listening: School, gateway_url: str) -> School:
    listening.heard.clear()
    listening.refused.clear()
    listening.settings = {
        "vnp_TmnCode": "TRUONG01",
        "vnp_HashSecret": SECRET,
        "vnp_Url": f"{gateway_url}/paymentv2/vpcpay.html",
        "vnp_ApiUrl": f"{gateway_url}/merchant_webapi/api/transaction",
    }
    return listening
