"""The style guide: every component in every state, with sample values, worst-case Vietnamese included.

Products, producers and decision numbers named here serve as typographic samples; nothing on the page is a record.
"""

import datetime as dt
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from core.text import slug

LONG_PRODUCER = "Hợp tác xã Nông nghiệp và Dịch vụ tổng hợp Thượng Nguồn sông Ngàn Trươi"
LONG_NAME = f"Tinh dầu tràm gió nguyên chất {LONG_PRODUCER}"
HOTLINE = "0239 3855 000"
STORY = (
    "Bốn giờ sáng, bếp củi đã đỏ. Mật mía sôi lăn tăn, lạc vừa chín tới, và người nấu nghe tiếng mật "
    "mà biết lúc nào phải đổ bánh. Ba đời trong nhà vẫn giữ một cách nấu ấy."
)
ICONS = (
    "search", "menu", "close", "check-seal", "warning", "recall", "expired", "void", "question", "clock", "pin", "phone",
    "leaf", "star", "star-outline", "arrow-right", "external", "globe", "filter", "download", "print", "qr", "camera",
    "store", "person", "home", "info", "calendar", "cart",
)  # fmt: skip

# Tone of the certificate or nothing, tone, icon, headline, the same in English, what it means, what to do, note on the stamp.
VERDICTS = (
    ("", "neutral", "question", "Không có trong sổ đăng ký", "Not in the register",
     "Mã này không do hệ thống của tỉnh cấp, hoặc đã bị gõ nhầm một ký tự.",
     "Xem lại từng ký tự trên tem, hoặc gọi để được giúp.", ""),
    ("", "brick", "void", "Tem đã bị hủy", "This stamp was voided",
     "Tem thuộc lô tem in hỏng, hủy ngày 03/10/2026.",
     "Không nên mua. Gọi cho chúng tôi nếu tem dán trên hàng đang bán.", ""),
    ("leaf", "brick", "recall", "Lô hàng đang bị thu hồi", "This lot is being recalled",
     "Lô L26-014 bị thu hồi ngày 20/11/2026 vì ghi sai hạn dùng.",
     "Đừng dùng sản phẩm. Mang trả nơi mua để nhận lại tiền.", ""),
    ("brick", "brick", "warning", "Chứng nhận đã bị thu hồi", "The certificate was revoked",
     "Quyết định thu hồi có hiệu lực từ 01/09/2026.",
     "Sản phẩm không còn được mang hạng sao OCOP.", ""),
    ("amber", "amber", "expired", "Chứng nhận đã hết hạn", "The certificate has expired",
     "Sản phẩm có trong sổ, nhưng chứng nhận đã hết hạn và chưa được đánh giá lại.",
     "Hỏi người bán về kết quả đánh giá lại.", ""),
    ("leaf", "amber", "clock", "Tem chưa được kích hoạt", "This stamp is not active yet",
     "Tem có thật nhưng chưa được gắn với lô hàng nào.",
     "Hàng đang bán không thể mang tem này. Hãy báo cho chúng tôi.", ""),
    ("leaf", "amber", "warning", "Cần kiểm tra thêm", "Please check further",
     "Tem này đã được quét 212 lần ở 14 nơi trong 3 ngày. Có thể tem đã bị sao chép.",
     "So lại tên hàng, số lô và hạn dùng trên bao bì với trang này.", ""),
    ("leaf", "leaf", "check-seal", "Khớp với sổ đăng ký", "Matches the register", "", "",
     "Tem này đã được quét 3 lần, lần đầu 14/11/2026, 09:05"),
    ("leaf", "leaf", "check-seal", "Khớp với sổ đăng ký", "Matches the register", "", "",
     "Tem này được quét lần đầu, hôm nay 10:42"),
)  # fmt: skip

# Certificate tone: its words, and its last day.
PAPERS = {
    "leaf": ("Còn hiệu lực", dt.date(2027, 10, 15)),
    "amber": ("Đã hết hạn", dt.date(2026, 10, 15)),
    "brick": ("Đã bị thu hồi", dt.date(2027, 10, 15)),
    "": ("", None),
}


class SampleMessage(Sample):
    """A message that writes itself out, like those of django.contrib.messages."""

    def __str__(self) -> str:
        """This function will return the words alone."""
        return str(self.message)


class SampleForm(forms.Form):
    """A form that shows help, errors, optional fields, choices and a single tick."""

    name = forms.CharField(label="Tên sản phẩm", help_text="Viết đúng như trên bao bì.")
    phone = forms.CharField(label="Số điện thoại", required=False)
    kind = forms.ChoiceField(
        label="Hình thức thanh toán",
        widget=forms.RadioSelect,
        choices=[("qr", "Chuyển khoản VietQR"), ("cod", "Trả tiền khi nhận hàng")],
    )
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="Tôi đã đọc và đồng ý với điều khoản mua hàng")


def _rows(names: str, *rows: tuple[object, ...]) -> list[Sample]:
    """This function will turn rows into sample objects with the given attribute names, each linking nowhere."""
    return [Sample(url="#", **dict(zip(names.split(), row, strict=True))) for row in rows]


def _products(picture: Sample) -> list[Sample]:
    """This function will return product cards: certified, expired with the longest name, revoked."""
    place = "Xã Thượng Đức (trước là xã Đức Bồng)"
    return _rows(
        "name producer place stars tone status_label picture initial price is_sample",
        ("Cu đơ Phong Nga", "HKD Nguyễn Văn Phong", "Phường Hà Huy Tập", 4, "leaf", "", picture, "C", 45000, True),
        ("Bưởi Phúc Trạch", "HTX Phúc Trạch", "Xã Phúc Trạch", 5, "leaf", "", None, "B", 1234567, False),
        (LONG_NAME, LONG_PRODUCER, place, None, "amber", "Chứng nhận hết hạn", None, "T", None, True),
        (
            "Nước mắm Kỳ Ninh",
            "HTX Kỳ Ninh",
            "Phường Hải Ninh",
            None,
            "brick",
            "Chứng nhận bị thu hồi",
            picture,
            "N",
            90000,
            False,
        ),
    )


def _cards() -> dict[str, Any]:
    """This function will return cards of each kind, with and without pictures."""
    picture = Sample(url=static("img/sample-hills.svg"), width=800, height=600, alt="Ruộng lúa dưới chân núi", credit="")
    day = dt.date(2026, 11, 12)
    long_title = "Vườn bưởi đi qua hai mùa lũ và những cuốn sổ ghi tay của bà Sửu"
    kind = "Điểm giới thiệu và bán sản phẩm"
    address = "Số 72 đường Nguyễn Thái Học, phường Thành Sen"
    return {
        "picture": picture,
        "products": _products(picture),
        "stories": _rows(
            "title lead picture initial date kicker is_sample",
            ("Mẻ cu đơ cuối cùng trước bình minh", STORY, picture, "M", day, "Người làm nghề", True),
            (long_title, STORY, None, "V", day, "Làng nghề", False),
        ),
        "producers": _rows(
            "name kind place picture initial product_count is_sample",
            ("HKD Nguyễn Văn Phong", "Hộ kinh doanh", "Phường Hà Huy Tập", None, "P", 2, True),
            (LONG_PRODUCER, "Hợp tác xã", "Xã Thượng Đức", picture, "T", 11, False),
        ),
        "sale_points": _rows(
            "name kind address district is_open open_label phone is_sample",
            ("Cửa hàng OCOP Thành Sen", kind, address, "", True, "Đang mở, đến 21:00 · cách 1,2 km", "0912 345 678", True),
            ("Bưu điện văn hóa xã Hương Sơn", kind, address, "Huyện Hương Sơn (cũ)", False, "Đã đóng, mở lại 07:30", "", True),
            ("Quầy hàng trạm dừng nghỉ đường Hồ Chí Minh", kind, address, "", None, "Chưa rõ giờ mở cửa", HOTLINE, True),
        ),
    }


def _verdicts() -> list[Sample]:
    """This function will return the nine verdicts in the order of the closed list, each with tone, icon and words."""
    return [
        Sample(
            tone=tone,
            icon=icon,
            headline=headline,
            headline_other=other,
            sentence=sentence,
            advice=advice,
            stamp_note=note,
            phone="" if tone == "leaf" else HOTLINE,
            is_certified=tone == "leaf",
            is_known=bool(paper),
            can_buy=tone == "leaf",
            paper_tone=paper,
            paper_label=PAPERS[paper][0],
            valid_until=PAPERS[paper][1],
        )
        for paper, tone, icon, headline, other, sentence, advice, note in VERDICTS
    ]


def _pieces() -> dict[str, object]:
    """This function will return the values of the small components."""
    mill = "Phường Hà Huy Tập"
    return {
        "verdicts": _verdicts(),
        "valid_until": PAPERS["leaf"][1],
        "expired_on": PAPERS["amber"][1],
        "icons": ICONS,
        "steps": _rows(
            "title when where text",
            ("Nhập mật mía", "08/11/2026", "Xã Cẩm Mỹ", "1.200 lít, phiếu nhập 118"),
            ("Nấu", "12/11/2026, 04:10", mill, ""),
            ("Đổ bánh", "12/11/2026, 07:30", mill, "Bánh đa vừng của HTX Đồng Tâm"),
            ("Đóng gói", "12/11/2026, 10:00", mill, "2.400 gói"),
        ),
        "crumbs": [*_rows("title", ("Trang chủ",), ("Sản phẩm",)), Sample(url="", title=LONG_NAME)],
        "facts": [
            ("Chủ thể", "HKD Nguyễn Văn Phong"),
            ("Địa chỉ", "Thôn Liên Hương, xã Thạch Đài (nay là phường Hà Huy Tập)"),
            ("Khối lượng tịnh", "300 g"),
        ],
        "lot_facts": [("Lô", "L26-014"), ("Sản xuất", "12/11/2026"), ("Hạn dùng", "12/02/2027")],
        "figures": [("Sản phẩm còn chứng nhận", "326"), ("Chủ thể", "241"), ("Điểm bán", "58"), ("Tem đã phát", "1.234.567")],
        "messages_sample": [
            SampleMessage(level_tag="success", message="Đã lưu thay đổi."),
            SampleMessage(level_tag="error", message="Chưa lưu được: số quyết định đã có trong sổ."),
        ],
    }


def _choices(*rows: tuple[str, int, bool]) -> list[Sample]:
    """This function will return boxes to tick: label, count, ticked."""
    return [Sample(value=slug(label), label=label, count=count, is_chosen=ticked) for label, count, ticked in rows]


def _narrowing() -> Sample:
    """This function will return the form beside a list, with every kind of part, one of them long."""
    districts = [(f"Huyện Hương Sơn thứ {number}", 40 - number, False) for number in range(3)]
    parts = {
        "sao": [Sample(name="sao", label="Hạng sao", choices=_choices(("5 sao", 12, False), ("4 sao", 118, True)), more=[])],
        "tinh": [
            Sample(name="tinh", label="Tỉnh", choices=_choices(("Tỉnh Hà Tĩnh", 51, True)), more=[]),
            Sample(
                name="huyen",
                label="Huyện cũ",
                choices=_choices(("Huyện Kỳ Anh", 7, False), (LONG_NAME, 0, True)),
                more=_choices(*districts),
            ),
        ],
        "gia": [Sample(name="gia", label="Giá", choices=_choices(("Dưới 50.000 ₫", 7, False)), more=[])],
        "con-hang": [Sample(name="con-hang", label="Nơi bán", choices=_choices(("Còn hàng ở điểm bán", 74, False)), more=[])],
    }
    labels = {"sao": "Hạng sao", "tinh": "Nơi làm ra", "gia": "Giá", "con-hang": "Nơi bán"}
    panels = [
        Sample(
            name=name,
            label=label,
            parts=parts[name],
            chosen=int(name in ("sao", "tinh")),
            is_open=True,
            has_legends=name == "tinh",
        )
        for name, label in labels.items()
    ]
    near = Sample(position="18.34,105.90", km=20, distances=(5, 10, 20, 50, 100))
    return Sample(panels=panels, prices=Sample(low=20000, high=None), near=near, kept=[], chosen=3)


def _lists(products: list[Sample]) -> dict[str, object]:
    """This function will return the values of a list that is narrowed down: chips, suggestions, tabs, results, ways out."""
    card = "components/product_card.html"
    rows = [Sample(template=card, card=one, is_first_in_part=at == 1) for at, one in enumerate(products)]
    query = Sample(text="nuoc mma")
    return {
        "narrowing": _narrowing(),
        "chips": _rows(
            "label active removable words count",
            ("4 sao", True, True, "", None),
            ("Huyện Kỳ Anh (cũ) / Xã Kỳ Anh", True, True, "ky anh", None),
            ("Thực phẩm", True, False, "", None),
            ("Điểm bán gần tôi", False, False, "", 12),
        ),
        "suggestions": _rows(
            "icon label detail text",
            ("search", "nước mắm", "", "nước mắm"),
            ("leaf", LONG_NAME, "Sản phẩm", ""),
            ("pin", "Huyện Kỳ Anh (cũ)", "Sản phẩm từ nơi này", ""),
        ),
        "tabs": _rows("label count active", ("Tất cả", 16, True), ("Sản phẩm", 12, False), ("Điểm bán", 4, False)),
        "found": Sample(
            query=query, result=Sample(suggestion="nước mắm", exact=2), literal_url="#", dropped="Dưới 100.000 ₫",
            promoted=[Sample(template=card, card=products[0])], rows=rows,
        ),
        "nothing": Sample(
            query=query, result=Sample(lapsed=2), lapsed_url="#", all_url="#",
            ways_out=_rows("label count", ("Trong cả tỉnh Hà Tĩnh", 12), ("Bỏ “4 sao”", 3)),
        ),
    }  # fmt: skip


def styleguide(request: HttpRequest) -> HttpResponse:
    """This function will show every component with sample values."""
    form = SampleForm({"name": "", "phone": "0912 345 678", "kind": "qr"})
    cards = _cards()
    return render(request, "styleguide/index.html", {**cards, **_pieces(), **_lists(cards["products"]), "form": form})
