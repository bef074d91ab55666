"""Names of people by Vietnamese frequencies; nobody's in particular."""

import random
from itertools import accumulate

SURNAMES = {
    "Nguyễn": 38, "Trần": 11, "Lê": 10, "Phạm": 7, "Huỳnh": 5, "Thạch": 5, "Võ": 4, "Đặng": 3, "Sơn": 3, "Kim": 3, "Lâm": 3,
    "Bùi": 2, "Đỗ": 2, "Hồ": 1, "Ngô": 1, "Dương": 1, "Lý": 1,
}  # fmt: skip
MIDDLE = ("Thị", "Văn", "Thị Ngọc", "Hữu", "Minh", "Thanh", "Thị Mỹ", "Quốc", "Hoàng", "Đức", "Thị Kim", "Sô")
GIVEN = (
    "Mai Lan Hoa Hùng Dũng Anh Linh Trang Hương Thảo Phượng Yến Nhung Tuấn Tùng Sơn Hải Nam Long Phúc Lộc Thọ Khánh Vy Trâm "
    "Ngân Như Quỳnh Thư Tiên Trúc Đào Cúc Hậu Phi Rươl Sa Út Bảy Tâm Đạt Khoa Nghĩa Nhân Trí Tín Quân Vinh Quang Thắng Chiến"
)
SURNAME_LIST, SURNAME_WEIGHTS, GIVEN_LIST = list(SURNAMES), list(accumulate(SURNAMES.values())), GIVEN.split()


def name_by(choice: random.Random) -> str:
    """Return a name by chance."""
    (surname,) = choice.choices(SURNAME_LIST, cum_weights=SURNAME_WEIGHTS)
    return f"{surname} {choice.choice(MIDDLE)} {choice.choice(GIVEN_LIST)}"
