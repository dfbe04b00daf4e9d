"""Refusals as problem+json (RFC 9457): what is wrong, where, and how to mend it."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse

from .words import Words

MEDIA_TYPE = "application/problem+json"
TYPES_AT = "/api/v1/docs#"


@dataclass(frozen=True, slots=True)
class _Kind:
    status: int
    title: Words
    detail: Words


class Kind(enum.Enum):
    """Every kind of refusal; its name ends the problem's `type`."""

    UNREADABLE = "unreadable"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    NOT_ALLOWED = "method-not-allowed"
    CONFLICT = "conflict"
    AT_WORK = "in-flight"
    TOO_LARGE = "too-large"
    NOT_JSON = "not-json"
    INVALID = "invalid"
    KEY_REUSED = "idempotency-key-reused"
    TOO_MANY = "too-many-requests"
    FAULT = "fault"
    AWAY = "away"


KINDS: dict[Kind, _Kind] = {
    Kind.UNREADABLE: _Kind(
        400,
        Words("Không đọc được yêu cầu", "Unreadable request"),
        Words("Thân yêu cầu không phải JSON hợp lệ.", "The body is not valid JSON."),
    ),
    Kind.UNAUTHORIZED: _Kind(
        401,
        Words("Khóa không dùng được", "Key not accepted"),
        Words(
            "Gửi tiêu đề Authorization: Bearer <khóa API>. Khóa sai, hết hạn hoặc đã thu hồi thì "
            "tạo khóa mới ở bàn làm việc, trang Phần mềm kết nối.",
            "Send Authorization: Bearer <API key>. If the key is wrong, over or revoked, make a "
            "new one at the desk, page Connected software.",
        ),
    ),
    Kind.FORBIDDEN: _Kind(
        403,
        Words("Khóa không có quyền này", "The key may not do this"),
        Words(
            "Việc này cần quyền {scope}. Tạo khóa có quyền đó.",
            "This needs the scope {scope}. Make a key that has it.",
        ),
    ),
    Kind.NOT_FOUND: _Kind(
        404,
        Words("Không có", "Not found"),
        Words(
            "Ở đây không có gì như vậy, hoặc nó thuộc đơn vị khác.",
            "There is no such thing here, or it belongs to another facility.",
        ),
    ),
    Kind.NOT_ALLOWED: _Kind(
        405,
        Words("Phương thức không dùng được ở đây", "Method not allowed here"),
        Words("Các phương thức dùng được: {allowed}.", "Allowed here: {allowed}."),
    ),
    Kind.CONFLICT: _Kind(
        409,
        Words("Không làm được ở trạng thái này", "Not possible in this state"),
        Words("{why}", "{why}"),
    ),
    Kind.AT_WORK: _Kind(
        409,
        Words("Yêu cầu này đang được xử lý", "This request is being handled"),
        Words(
            "Một yêu cầu cùng Idempotency-Key đang chạy. Thử lại sau một giây.",
            "A request with this Idempotency-Key is running. Try again in a second.",
        ),
    ),
    Kind.TOO_LARGE: _Kind(
        413,
        Words("Yêu cầu lớn quá", "Request too large"),
        Words(
            "Thân yêu cầu nhiều nhất {bytes_max} byte. Chia thành nhiều lần gửi.",
            "A body has at most {bytes_max} bytes. Send it in several parts.",
        ),
    ),
    Kind.NOT_JSON: _Kind(
        415,
        Words("Không phải JSON", "Not JSON"),
        Words(
            "Gửi tiêu đề Content-Type: application/json.",
            "Send the header Content-Type: application/json.",
        ),
    ),
    Kind.INVALID: _Kind(
        422,
        Words("Dữ liệu chưa đúng, chưa ghi gì", "Invalid data, nothing was written"),
        Words(
            "Có {count} chỗ cần sửa, xem errors.",
            "{count} places are to be mended, see errors.",
        ),
    ),
    Kind.KEY_REUSED: _Kind(
        422,
        Words("Idempotency-Key đã dùng cho yêu cầu khác", "Idempotency-Key used before"),
        Words(
            "Khóa này đã đi với một nội dung khác. Yêu cầu mới thì dùng khóa mới.",
            "This key went with another request. Use a new key for a new request.",
        ),
    ),
    Kind.TOO_MANY: _Kind(
        429,
        Words("Gọi nhiều quá", "Too many requests"),
        Words(
            "Mỗi khóa gọi nhiều nhất {limit} lần một phút. Thử lại sau {seconds} giây.",
            "A key may ask {limit} times a minute. Try again in {seconds} seconds.",
        ),
    ),
    Kind.FAULT: _Kind(
        500,
        Words("Lỗi của chúng tôi", "Our fault"),
        Words(
            "Chưa ghi gì. Thử lại với cùng Idempotency-Key; nếu vẫn lỗi, báo cho người vận hành.",
            "Nothing was written. Try again with the same Idempotency-Key; if it stays, tell the "
            "operator.",
        ),
    ),
    Kind.AWAY: _Kind(
        503,
        Words("Tạm thời không phục vụ được", "Temporarily unavailable"),
        Words(
            "Cơ sở dữ liệu đang bận hoặc vắng. Thử lại sau vài giây với cùng Idempotency-Key.",
            "The database is busy or away. Try again in seconds with the same Idempotency-Key.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Flawed:
    """One place of a request that is wrong: a JSON pointer into the body, or a parameter's name."""

    detail: str
    pointer: str = ""
    parameter: str = ""
    code: str = ""


class Problem(Exception):
    """A refusal on its way to the caller."""

    def __init__(
        self,
        kind: Kind,
        *,
        errors: Sequence[Flawed] = (),
        headers: Mapping[str, str] | None = None,
        **facts: str | int,
    ) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.facts = facts

    def response(self) -> HttpResponse:
        """The answer, in the language of the request."""
        kind = KINDS[self.kind]
        told: dict[str, str | int | list[dict[str, str]]] = {
            "type": TYPES_AT + self.kind.value,
            "title": kind.title.said(),
            "status": kind.status,
            "detail": kind.detail.said(**self.facts),
        }
        if self.errors:
            told["errors"] = [_told(one) for one in self.errors]
        response = HttpResponse(
            json.dumps(told, ensure_ascii=False), status=kind.status, content_type=MEDIA_TYPE
        )
        for name, value in self.headers.items():
            response[name] = value
        return response


def _told(flawed: Flawed) -> dict[str, str]:
    members = {
        "detail": flawed.detail,
        "code": flawed.code,
        "pointer": flawed.pointer,
        "parameter": flawed.parameter,
    }
    return {name: value for name, value in members.items() if value}


def pointer(members: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901) as a fragment, such as `#/lines/0/quantity`."""
    escaped = (str(one).replace("~", "~0").replace("/", "~1") for one in members)
    return "#" + "".join(f"/{one}" for one in escaped)
