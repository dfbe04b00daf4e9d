"""Write the two documents that are drawn from the code: docs/schema.sql and docs/states.md."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from tests import databases
from thuphi.ground.kit.states import StateTable
from thuphi.ground.notices.rules import LETTER_STATES
from thuphi.ground.server.embedded import programs
from thuphi.money.attempts.rules import ATTEMPT_STATES
from thuphi.money.bills.rules import BILL_STATES, RUN_STATES
from thuphi.money.bills.workbook.states import UPLOAD_STATES
from thuphi.money.invoices.rules import INVOICE_STATES
from thuphi.money.payouts.rules import LIST_STATES, PAYOUT_STATES
from thuphi.money.proofs.rules import PROOF_STATES
from thuphi.money.refunds.rules import REFUND_STATES
from thuphi.money.sheets.states import SHEET_STATES
from thuphi.money.tills.rules import HAND_OVER_STATES
from thuphi.oversight.declarations.rules import DECLARATION_STATES
from thuphi.oversight.reports.rules.states import DIFFICULTY_STATES, FILING_STATES
from thuphi.oversight.tasks.rules import PART_STATES
from thuphi.registers.methods.rules import TERMINAL_STATES
from thuphi.registers.neighbours.rules import DELIVERY_STATES
from thuphi.registers.platforms.rules import USE_STATES

DOCS = Path(__file__).resolve().parent.parent / "docs"
OTHERS = ("auth_", "django_", "account_", "mfa_", "procrastinate_", "staff_user_")
TABLES: tuple[tuple[StateTable[object], str], ...] = (
    (RUN_STATES, "Đợt thu (collection run)"),
    (BILL_STATES, "Khoản thu (bill)"),
    (UPLOAD_STATES, "Tệp nhập (uploaded workbook)"),
    (ATTEMPT_STATES, "Lần trả (attempt)"),
    (REFUND_STATES, "Hoàn trả (refund)"),
    (TERMINAL_STATES, "Máy POS (terminal)"),
    (DELIVERY_STATES, "Lần gửi webhook (delivery)"),
    (USE_STATES, "Việc sử dụng nền tảng số (platform use)"),
    (DECLARATION_STATES, "Kê khai tháng (declaration)"),
    (PART_STATES, "Phần việc của một nhiệm vụ (task part)"),
    (FILING_STATES, "Báo cáo (filing)"),
    (DIFFICULTY_STATES, "Khó khăn, vướng mắc (difficulty)"),
    (SHEET_STATES, "Sổ của trường (sheet)"),
    (PROOF_STATES, "Chứng minh tài khoản (account proof)"),
    (LETTER_STATES, "Tin báo (letter)"),
    (HAND_OVER_STATES, "Bàn giao tiền (hand-over)"),
    (LIST_STATES, "Danh sách chi trả (payout list)"),
    (PAYOUT_STATES, "Khoản chi trả (payout)"),
    (INVOICE_STATES, "Hóa đơn, biên lai điện tử (invoice)"),
)


def schema() -> str:
    """The schema of our own tables, as PostgreSQL itself tells it."""
    parts = conninfo_to_dict(databases.address(databases.template()))
    password = str(parts.get("password") or "")
    told = subprocess.run(
        [
            str(programs() / "pg_dump"), "--schema-only", "--no-owner", "--no-privileges",
            *[f"--exclude-table={name}*" for name in OTHERS],
            "-h", str(parts["host"]), "-U", str(parts["user"]), "-d", str(parts["dbname"]),
        ],
        env={**os.environ, "PGPASSWORD": password},
        check=True,
        capture_output=True,
        text=True,
    ).stdout  # fmt: skip
    ours: list[str] = []
    for block in told.split("\n\n\n"):
        if "procrastinate" in block:
            continue
        lines = [
            line
            for line in block.splitlines()
            if line and not line.startswith(("--", "SET ", "SELECT pg_catalog", "\\"))
        ]
        if lines:
            ours.append("\n".join(lines))
    return "\n\n".join(ours) + "\n"


def states() -> str:
    """Every state table as a diagram."""
    parts = ["# States\n\nDrawn from each room's table of moves; `make schema` writes this page.\n"]
    for table, title in TABLES:
        parts.append(f"## {title}\n\n```mermaid\n{table.mermaid().strip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    databases.test_server().start()
    (DOCS / "schema.sql").write_text(schema(), encoding="utf-8")
    (DOCS / "states.md").write_text(states(), encoding="utf-8")
