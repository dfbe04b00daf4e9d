"""The whole site as people meet it: a real server on a real database, and a real browser.

`site` starts granian on a free port of 127.0.0.1 over the test's own `town`; the test's Django is
the worker on the same database. `running_worker` starts the real one, and `running_provider` the
far side of a wire from `simulators/`. `phone` and `desk` open a page in Chromium; `look` walks the
page with axe and saves its picture (`make pictures` for those of the documents).
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import databases

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / ("docs" if os.environ.get("THUPHI_PICTURES") else "build") / "pictures"
"""`make pictures` takes those of the documents; other runs keep theirs out of the way."""
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 30
WIDTHS = {390: 844, 1280: 900}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Site:
    """A running site."""

    address: str
    """`http://127.0.0.1:<port>`, without a slash at the end."""
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def running_site(
    database: str, folder: Path, *, port: int = 0, **environment: str
) -> Iterator[Site]:
    """The site over a database of the tests' server, until the block ends.

    `port` is for who has to know the address before; any free one else.
    """
    port = port or free_port()
    log = folder / "site.log"
    static = folder / "static"
    static.mkdir()
    command = [
        *(sys.executable, "-W", "ignore", "-m", "granian", "--interface", "asgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        "thuphi.config.asgi:application",
    ]
    settings = {
        **os.environ,
        "DATABASE_URL": databases.address(database),
        "THUPHI_DB_ROLE": "thuphi_app",
        "THUPHI_DB_POOL": "1",
        "THUPHI_STATIC": str(static),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        **environment,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=settings, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        site = Site(f"http://127.0.0.1:{port}", process, log)
        _wait_until_it_answers(site, "/tra")
        yield site
    finally:
        _end(process)


@contextmanager
def running_worker(database: str, folder: Path, **environment: str) -> Iterator[None]:
    """The worker over a database of the tests' server, in a process of its own."""
    settings = {
        **os.environ,
        "DATABASE_URL": databases.address(database),
        "THUPHI_DB_ROLE": "thuphi_worker",
        **environment,
    }
    log = folder / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "thuphi"), "work"],
            cwd=folder,
            env=settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
        if process.poll() is not None:
            raise RuntimeError(f"the worker ended:\n{log.read_text(errors='replace')[-4000:]}")
    finally:
        _end(process)


@contextmanager
def running_provider(
    name: str, folder: Path, config: Mapping[str, object], *, port: int
) -> Iterator[Site]:
    """A provider's side from `simulators/<name>`, which knows nothing of the product."""
    told = folder / f"{name}.json"
    told.write_text(json.dumps(config), encoding="utf-8")
    log = folder / f"{name}.log"
    command = [
        *(sys.executable, "-W", "ignore", "-m", "granian", "--interface", "asgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        f"simulators.{name}.app:app",
    ]
    settings = {**os.environ, f"{name.upper()}_CONFIG": str(told), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        provider = Site(f"http://127.0.0.1:{port}", process, log)
        _wait_until_it_answers(provider, "/ledger")
        yield provider
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(site: Site, path: str) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if site.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{site.address}{path}", timeout=5):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            break
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"it did not start:\n{site.log.read_text(errors='replace')[-4000:]}")


@pytest.fixture
def site(town: str, tmp_path: Path) -> Iterator[Site]:
    """The site over the test's own town."""
    with running_site(town, tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all stories."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def visitor(browser: Browser) -> Iterator[OpenContext]:
    """`visitor(width=390, scheme="dark", script=False)`: a new person at a new browser."""
    opened: list[BrowserContext] = []

    def open_context(
        *, width: int = 390, scheme: Scheme = "light", script: bool = True
    ) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]},
            color_scheme=scheme,
            java_script_enabled=script,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            has_touch=width == 390,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


def faults_of(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA: rule, place and why, one line each."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    return [
        f"{rule['id']}: {node['html'][:120]} ({node['failureSummary']})"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def look_at(
    visitor: OpenContext,
    address: str,
    name: str,
    *,
    cookies: BrowserContext | None = None,
) -> None:
    """Open a page; see it narrow and wide, light and dark; let axe walk it; save four pictures.

    `cookies` lends the session of somebody who is signed in or has proved something.
    """
    context = visitor()
    if cookies is not None:
        context.add_cookies(
            [
                {"name": cookie["name"], "value": cookie["value"], "url": address}
                for cookie in cookies.cookies()
            ]
        )
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("load")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.evaluate("document.fonts.ready")
            page.evaluate("window.scrollTo(0, 0)")
            page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
            faults = faults_of(page)
            assert not faults, f"{name} {width} {scheme}\n" + "\n".join(faults)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} px wide on {width} px"
    context.close()
