"""Open bills, bank texts, their damages and strangers' lines for the search of bills.

Everything follows from the seed; `tests/money/matching` uses the same in small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from thuphi.ground.kit.billcode import ALPHABET, Permutation
from thuphi.ground.kit.fold import for_bank
from thuphi.money.matching.contract import Line, OpenBill

FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý",
)  # fmt: skip
MIDDLE = (
    "Văn", "Thị", "Minh", "Ngọc", "Gia", "Bảo", "Thanh", "Hoài", "Quốc", "Đức", "Khánh", "Thùy",
    "Tuấn", "Hữu", "Kim", "Thị",
)  # fmt: skip
GIVEN = (
    "An", "Anh", "Bình", "Châu", "Chi", "Cường", "Dung", "Duy", "Giang", "Hà", "Hải", "Hân",
    "Hiếu", "Hoa", "Hùng", "Huy", "Khang", "Khoa", "Lan", "Linh", "Long", "Mai", "My", "Nam",
    "Nga", "Ngân", "Nhi", "Như", "Phát", "Phong", "Phúc", "Phương", "Quân", "Quỳnh", "Sơn", "Tâm",
    "Thảo", "Trang", "Uyên", "Vy",
)  # fmt: skip
POPULAR_VND = (
    100_000, 150_000, 200_000, 250_000, 300_000, 350_000, 500_000, 650_000, 800_000,
    1_000_000, 1_200_000, 1_500_000, 2_000_000,
)  # fmt: skip
WRITTEN = ALPHABET + "OILU"


def person(random: Random) -> str:
    """A name of three or four words."""
    middle = [random.choice(MIDDLE)]
    if random.random() < 0.4:
        middle.append(random.choice(MIDDLE))
    return " ".join((random.choice(FAMILY), *middle, random.choice(GIVEN)))


def amount(random: Random) -> int:
    """A third are round sums that very many owe, the others any thousand up to five million."""
    if random.random() < 0.33:
        return random.choice(POPULAR_VND)
    return random.randrange(100, 5000) * 1000


def open_bills(count: int, random: Random, first: int = 0) -> list[OpenBill]:
    """Bills with shuffled codes, as an installation gives them out."""
    numbers = list(range(first, first + count))
    codes = Permutation(b"benchmark of matching").encode_many(numbers)
    return [
        OpenBill(
            code,
            amount(random),
            person(random),
            person(random),
            f"Lớp {random.randrange(1, 13)}{random.choice('ABCD')}",
            f"09{random.randrange(10**8):08}",
        )
        for code in codes
    ]


def digits(random: Random, count: int) -> str:
    """So many digits."""
    return f"{random.randrange(10**count):0{count}}"


def around(random: Random, text: str, names: str) -> str:
    """A transfer text as one of several banks hands it on."""
    match random.randrange(9):
        case 0:
            return (
                f"MBVCB.{digits(random, 10)}.{digits(random, 6)}.{text}.CT tu {digits(random, 13)}"
                f" {names} toi {digits(random, 12)} TRUONG TIEU HOC"
            )
        case 1:
            return f"{text} {names} NOP HOC PHI T{random.randrange(1, 13)}"
        case 2:
            return f"CT DEN:{digits(random, 12)} {text}"
        case 3:
            return f"FT{digits(random, 14)} {text} {names}"
        case 4:
            return f"ND:{text} -CTLNHIDI{digits(random, 12)}-1/1-CRE-002"
        case 5:
            return f"{names} chuyen tien {text}"
        case 6:
            return f"QR - {text} - {digits(random, 6)} 22/11/2026 10:{digits(random, 2)}"
        case 7:
            return f"IBFT.{text}.{digits(random, 9)}"
        case _:
            return text


def _other(random: Random, symbol: str) -> str:
    return random.choice([one for one in WRITTEN if _read(one) != symbol])


def _read(letter: str) -> str:
    return {"O": "0", "I": "1", "L": "1"}.get(letter, letter)


def lower(_: Random, code: str) -> str:
    """Small letters."""
    return code.lower()


def whole(_: Random, code: str) -> str:
    """The code as it is."""
    return code


def spaces(random: Random, code: str) -> str:
    """Parted by blanks."""
    return _parted(random, code, " ")


def dots(random: Random, code: str) -> str:
    """Parted by dots or dashes."""
    return _parted(random, code, random.choice(".-"))


def _parted(random: Random, code: str, sign: str) -> str:
    if random.random() < 0.5:
        return sign.join(code[at : at + 4] for at in range(0, 12, 4))
    cuts = sorted(random.sample(range(1, 12), random.randrange(1, 5)))
    return sign.join(code[a:b] for a, b in zip([0, *cuts], [*cuts, 12], strict=True))


def marker_missing(_: Random, code: str) -> str:
    """Only the ten symbols."""
    return code[2:]


def marker_mistyped(random: Random, code: str) -> str:
    """One letter of the marker is another or lost, or both have changed places."""
    other = random.choice("ABCDEGHKMNPRSVXYZ")
    return random.choice((other + "F", "T" + other, "FT", "T", "F")) + code[2:]


def one_wrong(random: Random, code: str) -> str:
    """One of the ten symbols is another."""
    at = random.randrange(2, 12)
    return code[:at] + _other(random, code[at]) + code[at + 1 :]


def one_lost(random: Random, code: str) -> str:
    """One of the ten symbols is gone."""
    at = random.randrange(2, 12)
    return code[:at] + code[at + 1 :]


def one_too_many(random: Random, code: str) -> str:
    """One symbol more within the code."""
    at = random.randrange(2, 12)
    return code[:at] + random.choice(ALPHABET) + code[at:]


def swapped(random: Random, code: str) -> str:
    """Two unlike neighbours have changed places; also the marker's last with the first symbol."""
    at = random.choice([at for at in range(1, 11) if code[at] != code[at + 1]])
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def look_alikes(random: Random, code: str) -> str:
    """O for 0, I or L for 1."""
    return code.translate({ord("0"): random.choice("Oo"), ord("1"): random.choice("ILil")})


def cut_off(random: Random, code: str) -> str:
    """Two to four symbols are lost at the end."""
    return code[: -random.randrange(2, 5)]


def two_wrong(random: Random, code: str) -> str:
    """Two of the ten symbols are others."""
    first, second = random.sample(range(2, 12), 2)
    once = code[:first] + _other(random, code[first]) + code[first + 1 :]
    return once[:second] + _other(random, code[second]) + once[second + 1 :]


def lower_and_wrong(random: Random, code: str) -> str:
    """Small letters, parted by blanks, and one wrong."""
    return _parted(random, one_wrong(random, code), " ").lower()


LOOK_ALIKES = "O for 0, I or L for 1"
Damage = Callable[[Random, str], str]
HEALABLE: dict[str, Damage] = {
    "bank text around": whole,
    "small letters": lower,
    "parted by blanks": spaces,
    "parted by dots": dots,
    LOOK_ALIKES: look_alikes,
    "marker missing": marker_missing,
    "marker mistyped": marker_mistyped,
    "one symbol wrong": one_wrong,
    "one symbol lost": one_lost,
    "one too many": one_too_many,
    "two swapped": swapped,
    "small, parted, one wrong": lower_and_wrong,
}
"""What must be found; each with the right amount."""
HOPELESS: dict[str, Damage] = {"end cut off": cut_off, "two symbols wrong": two_wrong}
"""What may only be suggested."""
NO_CODE = "no code, names only"


def sample(kind: str, bills: list[OpenBill], count: int, random: Random) -> list[OpenBill]:
    """Some bills to be paid with this damage: for look-alikes, with a 0 or 1 in the code."""
    if kind == LOOK_ALIKES:
        bills = [bill for bill in bills if set("01") & set(bill.code)]
    return random.sample(bills, count)


def damaged(kind: str, bill: OpenBill, random: Random) -> Line:
    """A line that pays this bill in full, with this damage."""
    names = for_bank(random.choice((bill.payer, bill.beneficiary))).upper()
    if kind == NO_CODE:
        names = for_bank(bill.beneficiary).upper()
        text = around(random, f"{names} {for_bank(bill.class_name)}", "HOC PHI")
    else:
        text = around(random, (HEALABLE | HOPELESS)[kind](random, bill.code), names)
    return Line("", text, bill.amount_vnd, for_bank(bill.payer).upper())


DECOYS = (
    "TF HCM", "TFBOYS", "TRUONG TF", "NOP TIEN TF BANK", "CAU LAC BO TF 2026",
    "TFHCMQUAN10DONGPHUC",
)  # fmt: skip


def strangers(
    count: int, random: Random, closed: list[str], named: list[OpenBill]
) -> Iterator[Line]:
    """Lines that pay none of the open bills, with what looks like codes, names and numbers."""
    for _ in range(count):
        names = for_bank(person(random)).upper()
        payer = names
        match random.randrange(12):
            case 0:
                text = random.choice(DECOYS)
            case 1:
                text = f"{random.choice(DECOYS)} {names}"
            case 2:
                text = f"SEVQR TKP{''.join(random.choices(ALPHABET, k=12))}"
            case 3:
                text = f"VNPAY {digits(random, 14)} DH{digits(random, 8)}"
            case 4:
                text = f"sdt 09{digits(random, 8)} stk {digits(random, 14)}"
            case 5:
                text = "TF" + "".join(random.choices(ALPHABET, k=10))
            case 6:
                text = random.choice(closed)
            case 7:
                text = f"HOC PHI {for_bank(random.choice(named).beneficiary)}"
            case 8:
                text = f"TF{digits(random, 10)} MOMO {digits(random, 11)}"
            case 9:
                text = ""
            case 10:
                text = f"{names} ung ho quy, gui co T{random.choice('FEG')} {digits(random, 9)}"
            case _:
                text = f"TT tien hang PAY{''.join(random.choices(ALPHABET, k=8))}"
        yield Line("", around(random, text, names), amount(random), payer)
