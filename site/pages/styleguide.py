"""The style guide: every component in every state, with sample values, worst-case Vietnamese included.

Products, producers and decision numbers named here serve as typographic samples; nothing on the page is a record.
"""

import datetime as dt
from types import SimpleNamespace as Sample

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

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


def _cards() -> dict[str, object]:
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
        "chips": _rows(
            "label active removable", ("4 sao", True, True), ("Thực phẩm", True, False), ("Điểm bán gần tôi", False, False)
        ),
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


def styleguide(request: HttpRequest) -> HttpResponse:
    """This function will show every component with sample values."""
    form = SampleForm({"name": "", "phone": "0912 345 678", "kind": "qr"})
    page = Paginator(range(100), 10).page(3)
    return render(request, "styleguide/index.html", {**_cards(), **_pieces(), "form": form, "page": page})
