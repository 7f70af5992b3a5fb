"""The pictures of the sample data: one drawing for each kind of good, shared by the products of that kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from core.models import Picture
from pages.sample import art_harvest, art_kitchen, art_scenes
from pages.sample.pen import HEIGHT, WIDTH, Pen

CREDIT = "Nhóm dự án vẽ"


@dataclass(frozen=True)
class Drawing:
    """A drawing: its key, what it shows in both languages, and what draws it."""

    key: str
    shows: str
    shows_en: str
    draw: Callable[[], Pen]

    @property
    def title(self) -> str:
        """The title in the picture library, by which it is known again."""
        return f"Hình mẫu: {self.shows}"

    def description(self, language: str) -> str:
        """Give the text for who cannot see it, in "vi" or "en"."""
        return f"Illustration: {self.shows_en}" if language == "en" else f"Hình minh họa: {self.shows}"

    @property
    def file_name(self) -> str:
        """Where its file lies: always the same place, so that a load that was broken off leaves nothing behind twice."""
        return f"original_images/hinh-mau-{self.key}.png"


DRAWINGS = {
    drawing.key: drawing
    for drawing in (
        Drawing("fish-sauce", "chai nước mắm và chum sành", "bottles of fish sauce and a clay jar", art_kitchen.fish_sauce),
        Drawing("honey", "lọ mật ong và bánh tổ ong", "a jar of honey and honeycomb", art_kitchen.hive),
        Drawing("molasses", "chum mật mía và cây mía", "a jar of molasses and sugar cane", art_harvest.molasses),
        Drawing(
            "cu-do",
            "cu đơ kẹp bánh đa và bát chè xanh",
            "cu đơ, peanut sweet between rice crackers, with green tea",
            art_kitchen.cu_do,
        ),
        Drawing("rice-paper", "bánh đa vừng trên giàn phơi", "sesame rice crackers on a drying rack", art_kitchen.rice_paper),
        Drawing("noodles", "bó miến gạo và bát miến", "bundles of rice noodles and a bowl", art_kitchen.noodles),
        Drawing("sausage", "giò gói lá chuối", "pork rolls in banana leaf", art_kitchen.sausage),
        Drawing(
            "dried-fish",
            "cá khô treo dây và tôm nõn phơi trên nia",
            "fish drying on a line and shrimps on a tray",
            art_kitchen.dried_fish,
        ),
        Drawing(
            "spirits", "chum rượu phủ vải đỏ và chén nhỏ", "a jar of rice spirit with a red cloth, and cups", art_kitchen.spirits
        ),
        Drawing("oil", "chai dầu lạc và củ lạc", "bottles of peanut oil and peanuts", art_kitchen.oil),
        Drawing("nuts", "bát hạt và lạc củ", "a bowl of nuts and peanuts", art_kitchen.nuts),
        Drawing("starch", "túi tinh bột và củ sắn dây", "a bag of starch and arrowroot", art_kitchen.starch),
        Drawing("leaf-cakes", "bánh gói lá, một chiếc đã bóc", "cakes wrapped in leaf, one opened", art_kitchen.leaf_cakes),
        Drawing("spices", "ớt, tỏi, tiêu bên cối đá", "chillies, garlic and pepper by a mortar", art_kitchen.spices),
        Drawing("milk", "chai sữa và cốc sữa", "a bottle and a glass of milk", art_kitchen.milk),
        Drawing("rice", "bao gạo, bát gạo và bông lúa", "a sack and a bowl of rice with ears of rice", art_harvest.rice),
        Drawing("tea", "ấm trà, chén trà và lá chè", "a teapot, a cup of tea and tea leaves", art_harvest.tea),
        Drawing("pomelo", "quả bưởi và nửa quả bưởi bổ đôi", "a pomelo and one cut in half", art_harvest.pomelo),
        Drawing("orange", "đĩa cam", "a plate of oranges", art_harvest.orange),
        Drawing("lychee", "chùm vải chín", "a bunch of ripe lychees", art_harvest.lychee),
        Drawing("melon", "quả dưa lưới và miếng dưa", "a netted melon and slices", art_harvest.melon),
        Drawing("fruit", "giỏ hoa quả", "a basket of fruit", art_harvest.fruit_basket),
        Drawing("vegetables", "giỏ rau củ", "a basket of vegetables", art_harvest.vegetables),
        Drawing("antler", "cặp nhung hươu và bát nhung thái lát", "velvet antlers and a bowl of slices", art_harvest.antler),
        Drawing("incense", "bát hương và khói trầm", "an incense bowl with smoke", art_harvest.incense),
        Drawing("lantern", "đèn lồng lụa", "silk lanterns", art_harvest.lantern),
        Drawing("woven", "giỏ tre và nón lá", "a bamboo basket and a conical hat", art_harvest.woven),
        Drawing("lotus", "hoa sen trên mặt nước", "a lotus on the water", art_harvest.lotus),
        Drawing("herbs", "lọ cao và cây thuốc", "a jar of extract and medicinal roots", art_harvest.herbs),
        Drawing("eggs", "gà mái và giỏ trứng", "a hen and a basket of eggs", art_harvest.eggs),
        Drawing("cacao", "quả ca cao bổ đôi và tách ca cao", "a cacao pod cut open and a cup of cocoa", art_harvest.cacao),
        Drawing("silk", "vải lụa gấp và cuộn tơ", "folded silk and a spool", art_harvest.silk),
        Drawing("hills", "đồi núi, ruộng lúa và mái ngói", "hills, rice fields and tiled roofs", art_scenes.hills),
        Drawing(
            "coast",
            "bờ biển buổi sớm với thuyền và chum mắm",
            "the coast in the morning with boats and fish-sauce jars",
            art_scenes.coast,
        ),
        Drawing("market", "phố chợ với quang gánh", "a market street with shoulder poles", art_scenes.market),
    )
}


@contextmanager
def drawn_pictures(say: Callable[[str], object]) -> Iterator[dict[str, Picture]]:
    """Give the pictures by the keys of their drawings, those that are new not yet in the database but with their files written.

    The files come first, each at its own fixed place: a load that is killed leaves no record of a picture that is not there, and
    the next load writes over what it left. A load that fails takes its files away again.
    """
    storage: Storage = Picture._meta.get_field("file").storage
    known = {
        picture.title: picture for picture in Picture.objects.filter(title__in=[drawing.title for drawing in DRAWINGS.values()])
    }
    pictures: dict[str, Picture] = {}
    written: list[str] = []
    try:
        for key, drawing in DRAWINGS.items():
            if drawing.title in known:
                pictures[key] = known[drawing.title]
                continue
            storage.delete(drawing.file_name)
            written.append(storage.save(drawing.file_name, content := ContentFile(drawing.draw().png())))
            pictures[key] = _picture(drawing, written[-1], content.size)
        say(f"{len(written)} pictures drawn, {len(known)} there already")
        yield pictures
    except BaseException:  # also when somebody presses Ctrl-C
        for name in written:
            storage.delete(name)
        raise


def keep_pictures(pictures: dict[str, Picture]) -> None:
    """Put the new ones of the pictures into the library."""
    for picture in pictures.values():
        if picture.pk is None:
            picture.save()


def _picture(drawing: Drawing, name: str, size: int) -> Picture:
    return Picture(
        title=drawing.title,
        file=name,
        file_size=size,
        width=WIDTH,
        height=HEIGHT,
        description=drawing.description("vi"),
        credit=CREDIT,
        is_sample=True,
    )
