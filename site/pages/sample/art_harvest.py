"""Drawings of what grows and is gathered, and of what hands make of wood, bamboo and cloth."""

from __future__ import annotations

import math

from pages.sample.art_kitchen import bowl, clay_jar
from pages.sample.pen import (
    BARK,
    BRICK,
    BRICK_DARK,
    CLAY,
    CLAY_DARK,
    CREAM,
    GOLD,
    GOLD_LIGHT,
    INK,
    LEAF,
    LEAF_DARK,
    LEAF_LIGHT,
    SPROUT,
    STRAW,
    WHITE,
    Pen,
    mirrored,
    oval_points,
    smooth,
)  # fmt: skip


def fruit(pen: Pen, x: float, y: float, *, size: float, fill: str, shade: str) -> None:
    """Draw a round fruit with a shaded side and a gleam."""
    shape = oval_points(x, y, size, size)
    pen.shadow(x + size * 0.1, y + size * 0.97, size * 0.9)
    pen.poly(shape, fill)
    with pen.inside(shape):
        pen.oval(x + size * 1.0, y + size * 0.45, size * 0.95, size * 1.2, shade)
        pen.oval(x - size * 0.42, y - size * 0.45, size * 0.2, size * 0.11, WHITE, turn=-40)


def half(pen: Pen, x: float, y: float, *, size: float, peel: str, flesh: str, pips: int = 9) -> None:  # noqa: PLR0913  as above
    """Draw a citrus fruit cut in half."""
    pen.shadow(x + 8, y + size * 0.97, size * 0.9)
    pen.oval(x, y, size, size, peel)
    pen.oval(x, y, size * 0.92, size * 0.92, CREAM)
    for step in range(pips):
        angle = step * 2 * math.pi / pips
        tip = (x + size * 0.12 * math.cos(angle), y + size * 0.12 * math.sin(angle))
        far = [(x + size * 0.76 * math.cos(angle + side), y + size * 0.76 * math.sin(angle + side)) for side in (-0.26, 0, 0.26)]
        pen.blob([tip, far[0], (x + size * 0.82 * math.cos(angle), y + size * 0.82 * math.sin(angle)), far[2]], flesh)


def rice() -> Pen:
    """A sack and a bowl of rice, ears bending over."""
    pen = Pen()
    sack = smooth([(380, 950), (350, 760), (400, 560), (700, 560), (760, 760), (730, 950)])
    pen.shadow(570, 952, 220)
    pen.poly(sack, "#D9BE88")
    with pen.inside(sack):
        pen.oval(790, 770, 130, 330, "#BF9F63")
        for y in range(600, 960, 40):
            pen.line([(340, y), (770, y)], 3, "#C9AC70")
    pen.oval(552, 566, 172, 50, "#BF9F63")
    pen.blob([(396, 562), (470, 510), (552, 486), (640, 512), (708, 562), (552, 596)], WHITE)
    bowl(pen, 1010, 970, wide=220)
    pen.blob([(812, 832), (900, 760), (1010, 710), (1120, 760), (1208, 832), (1010, 872)], WHITE)
    for step in range(30):
        angle, far = step * 2.399, math.sqrt(step / 30)
        pen.oval(1010 + 150 * far * math.cos(angle), 800 + 50 * far * math.sin(angle), 14, 6, "#EDE6D3", turn=step * 50)
    for foot, top, lean in ((1270, 470, -80), (1300, 390, 0), (1330, 480, 60)):
        pen.line([(foot, 1030), (foot - 6, 760), (foot + lean * 0.6, top + 40), (foot + lean + 70, top),
                  (foot + lean + 110, top + 150)],
                 8, LEAF_LIGHT)  # fmt: skip
        for step in range(10):
            x, y = foot + lean + 84 + step * 4, top + 6 + step * 19
            pen.oval(x - 16, y, 19, 9, GOLD_LIGHT, turn=62)
            pen.oval(x + 16, y + 8, 19, 9, GOLD, turn=118)
    return pen


def tea() -> Pen:
    """A pot, a cup of green tea and fresh leaves."""
    pen = Pen()
    body = smooth([(470, 700), (450, 820), (540, 930), (760, 930), (850, 820), (830, 700), (650, 640)])
    pen.shadow(660, 934, 210)
    pen.line([(840, 730), (960, 760), (950, 870), (830, 850)], 30, CLAY_DARK)
    pen.poly([(490, 790), (380, 690), (350, 640), (400, 640), (500, 720)], CLAY_DARK)
    pen.poly(body, CLAY)
    with pen.inside(body):
        pen.oval(850, 800, 130, 190, CLAY_DARK)
        pen.rect(400, 760, 900, 770, "#B0724F")
    pen.oval(650, 668, 130, 30, CLAY_DARK)
    pen.oval(650, 646, 100, 28, CLAY)
    pen.oval(650, 612, 26, 24, CLAY_DARK)
    bowl(pen, 1120, 970, wide=150, inner="#A8B85A")
    for x in (1080, 1150):
        pen.line([(x, 800), (x - 26, 730), (x + 18, 670), (x - 10, 600)], 9, WHITE)
    for foot, tip in (((860, 1040), (740, 990)), ((860, 1040), (880, 930)), ((860, 1040), (990, 1030))):
        pen.leaf(foot, tip, wide=74, fill=LEAF_LIGHT)
    for foot, tip in (((380, 1010), (280, 960)), ((380, 1010), (410, 910)), ((380, 1010), (500, 1000))):
        pen.leaf(foot, tip, wide=66, fill=LEAF)
    return pen


def pomelo() -> Pen:
    """Two pomelos with leaves and a cut half."""
    pen = Pen()
    fruit(pen, 600, 700, size=260, fill="#C9C65A", shade="#A9AB45")
    pen.line([(600, 446), (612, 390)], 16, BARK)
    pen.leaf((612, 420), (840, 330), wide=120)
    pen.leaf((604, 420), (410, 330), wide=110, fill=LEAF_LIGHT)
    fruit(pen, 1190, 760, size=190, fill="#D4CC66", shade="#B3AF4C")
    half(pen, 900, 860, size=185, peel="#C9C65A", flesh="#EFA79A", pips=11)
    return pen


def orange() -> Pen:
    """Oranges on a plate, one cut."""
    pen = Pen()
    pen.shadow(800, 990, 520)
    pen.oval(800, 930, 520, 110, WHITE)
    pen.oval(800, 916, 470, 86, "#EFE6CE")
    for x, y in ((800, 600), (620, 780), (980, 780)):
        fruit(pen, x, y, size=172, fill="#E58A2B", shade="#C76C1A")
    pen.leaf((800, 440), (960, 360), wide=90)
    pen.leaf((800, 440), (690, 350), wide=80, fill=LEAF_LIGHT)
    half(pen, 800, 880, size=140, peel="#E58A2B", flesh="#F0A94B")
    return pen


def lychee() -> Pen:
    """A bunch of lychees, one peeled."""
    pen = Pen()
    pen.line([(760, 280), (780, 420), (760, 560)], 16, BARK)
    for tip, fill in (((480, 330), LEAF), ((1040, 320), LEAF_LIGHT), ((560, 470), LEAF_LIGHT), ((1000, 460), LEAF)):
        pen.leaf((770, 380), tip, wide=104, fill=fill)
    places = ((640, 590), (820, 560), (960, 640), (560, 740), (740, 720), (900, 790), (660, 880), (820, 920), (1010, 890))
    for x, y in places:
        shape = oval_points(x, y, 100, 106)
        pen.poly(shape, "#B83A32")
        with pen.inside(shape):
            pen.oval(x + 90, y + 40, 80, 120, "#96291F")
            for step in range(18):
                angle, far = step * 2.399, math.sqrt(step / 18)
                pen.oval(x + 86 * far * math.cos(angle), y + 92 * far * math.sin(angle), 7, 7, "#D2665A")
    pen.shadow(1240, 1010, 110)
    pen.oval(1230, 920, 98, 98, "#F3EEE4")
    pen.oval(1260, 940, 54, 66, "#E4DCCB")
    pen.blob([(1134, 930), (1230, 1024), (1326, 930), (1290, 990), (1230, 1010), (1170, 990)], "#B83A32")
    return pen


def melon() -> Pen:
    """A netted melon and a slice."""
    pen = Pen()
    shape = oval_points(640, 700, 290, 280)
    pen.shadow(660, 976, 260)
    pen.poly(shape, "#9DB36F")
    with pen.inside(shape):
        pen.oval(930, 800, 230, 330, "#7F9756")
        for step in range(-7, 8):
            pen.line([(640 + step * 44, 400), (640 + step * 62, 700), (640 + step * 44, 1000)], 5, "#D5DCB4")
        for step in range(-6, 7):
            pen.line([(340, 700 + step * 44), (640, 716 + step * 56), (940, 700 + step * 44)], 5, "#D5DCB4")
    pen.line([(640, 424), (652, 360), (716, 340)], 20, LEAF_LIGHT)
    for turn, (x, y) in enumerate(((1050, 900), (1200, 970))):
        slice_ = [
            (x + 240 * math.cos(angle), y - 190 + 240 * math.sin(angle)) for angle in [0.15 + step * 0.142 for step in range(21)]
        ]
        pen.shadow(x, y + 62, 220)
        pen.poly(slice_, "#9DB36F")
        pen.poly([(x + (px - x) * 0.93, y - 190 + (py - y + 190) * 0.92) for px, py in slice_], "#EBB55C" if turn else "#F0C275")
        for step in range(5):
            pen.oval(x - 90 + step * 45, y - 112 + (step % 2) * 12, 11, 6, CREAM, turn=60)
    return pen


def vegetables() -> Pen:
    """A basket of greens, gourds and roots."""
    pen = Pen()
    for x, tip, fill in (
        (620, (470, 330), LEAF_LIGHT),
        (700, (640, 270), LEAF),
        (780, (800, 300), SPROUT),
        (860, (960, 340), LEAF_LIGHT),
    ):
        pen.leaf((x, 700), tip, wide=190, fill=fill, vein=CREAM)
    pen.line([(930, 700), (1010, 470)], 110, LEAF)
    pen.line([(955, 660), (1000, 500)], 18, LEAF_LIGHT)
    pen.oval(560, 690, 90, 84, BRICK)
    pen.leaf((560, 620), (620, 590), wide=40, fill=LEAF, vein="")
    basket(pen, 740, 960, wide=330, high=300)
    pen.shadow(1230, 1000, 170)
    pen.line([(1120, 960), (1330, 930)], 84, SPROUT)
    pen.line([(1130, 948), (1310, 922)], 14, CREAM)
    pen.leaf((1080, 1030), (1260, 1050), wide=60, fill="#D9774A", vein="")
    pen.leaf((1080, 1030), (1000, 1000), wide=40, fill=LEAF_LIGHT, vein="")
    return pen


def basket(pen: Pen, x: float, foot: float, *, wide: float, high: float, fill: str = "#D0A765") -> None:
    """Draw a woven basket."""
    shape = [(x - wide, foot - high), (x + wide, foot - high), (x + wide * 0.78, foot), (x - wide * 0.78, foot)]
    pen.shadow(x + 16, foot + 2, wide * 0.95)
    pen.poly(shape, fill)
    with pen.inside(shape):
        cell = 50
        for row in range(int(high / cell) + 1):
            for column in range(-int(wide / cell) - 1, int(wide / cell) + 2):
                if (row + column) % 2:
                    left, top = x + column * cell, foot - high + row * cell
                    pen.rect(left + 3, top + 3, left + cell - 3, top + cell - 3, "#B98B4E", radius=8)
    pen.rect(x - wide - 16, foot - high - 24, x + wide + 16, foot - high + 22, "#B98B4E", radius=22)
    pen.rect(x - wide - 16, foot - high - 24, x + wide + 16, foot - high - 4, "#D9B872", radius=10)


def woven() -> Pen:
    """A basket and a conical hat."""
    pen = Pen()
    basket(pen, 620, 960, wide=290, high=420)
    pen.line([(380, 520), (480, 330), (760, 330), (860, 520)], 26, "#B98B4E")
    rim = [(1120 + 280 * math.cos(step * math.pi / 24), 948 + 62 * math.sin(step * math.pi / 24)) for step in range(25)]
    hat = [(1120, 560), *rim]
    pen.shadow(1140, 1004, 290)
    pen.poly(hat, STRAW)
    with pen.inside(hat):
        pen.poly([(1120, 560), (1410, 948), (1410, 1020), (1190, 1020)], "#DDBB72")
        for step in range(1, 9):
            part = step / 9
            pen.line(
                [(1120 - 280 * part, 560 + 388 * part), (1120, 560 + 446 * part), (1120 + 280 * part, 560 + 388 * part)],
                5,
                "#C9A55A",
            )
    pen.line([(930, 990), (905, 1050), (960, 1080), (1010, 1050)], 9, BRICK)
    return pen


def antler() -> Pen:
    """A pair of velvet antlers, a bowl of slices."""
    pen = Pen()
    for side in (-1, 1):

        def at(x: float, y: float, side: int = side) -> tuple[float, float]:
            return 660 + side * x, y

        pen.line([at(40, 920), at(90, 720), at(70, 560), at(150, 380)], 92, "#A8704A")
        pen.line([at(84, 700), at(190, 620), at(220, 520)], 66, "#A8704A")
        pen.line([at(30, 900), at(74, 720), at(56, 560), at(132, 384)], 26, "#C08A62")
        pen.oval(*at(150, 372), 50, 48, "#C08A62")
        pen.oval(*at(222, 512), 38, 38, "#C08A62")
        pen.oval(*at(38, 930), 62, 26, BRICK)
        pen.oval(*at(38, 930), 40, 15, "#D9836B")
    pen.shadow(670, 960, 200)
    bowl(pen, 1140, 980, wide=190)
    for step in range(9):
        x, y = 1010 + (step % 5) * 62, 850 - (step // 5) * 34 + (step % 2) * 10
        pen.oval(x, y, 52, 24, "#A8704A", turn=-12)
        pen.oval(x, y - 3, 40, 16, "#EBC3A2", turn=-12)
    return pen


def incense() -> Pen:
    """Sticks of incense in a bowl of ash, smoke rising."""
    pen = Pen()
    for x, lean in ((720, -90), (770, -34), (820, 20), (870, 80)):
        pen.line([(x, 780), (x + lean, 420)], 13, BRICK)
        pen.line([(x, 780), (x + lean * 0.3, 670)], 9, STRAW)
        pen.oval(x + lean, 414, 9, 11, GOLD)
    for x, swing in ((630, 1), (736, -1), (840, 1)):
        pen.line([(x, 390), (x + 44 * swing, 320), (x - 36 * swing, 240), (x + 24 * swing, 160), (x - 10 * swing, 90)], 12, WHITE)
    body = smooth(mirrored([(1010, 760), (1020, 860), (940, 940), (860, 960)], axis=795))
    pen.shadow(820, 966, 220)
    pen.poly(body, CLAY)
    with pen.inside(body):
        pen.oval(1020, 860, 130, 190, CLAY_DARK)
    pen.oval(795, 766, 214, 50, CLAY_DARK)
    pen.oval(795, 764, 192, 40, "#CFC6B0")
    pen.rect(1130, 800, 1250, 1000, BRICK, radius=14)
    pen.rect(1150, 860, 1230, 950, GOLD_LIGHT, radius=6)
    pen.rect(1126, 790, 1254, 830, BRICK_DARK, radius=12)
    return pen


def lantern() -> Pen:
    """Silk lanterns on a cord."""
    pen = Pen(table="")
    pen.line([(-20, 190), (420, 240), (800, 230), (1200, 250), (1620, 180)], 8, BARK)
    for x, y, high, fill, shade in (
        (420, 560, 250, BRICK, BRICK_DARK),
        (830, 640, 320, GOLD_LIGHT, "#CF9A35"),
        (1230, 560, 250, LEAF_LIGHT, LEAF),
    ):
        pen.line([(x, 236), (x, y - high * 0.8)], 6, BARK)
        shape = oval_points(x, y, high * 0.78, high * 0.74)
        pen.poly(shape, fill)
        with pen.inside(shape):
            pen.oval(x + high * 0.85, y, high * 0.55, high, shade)
            for step in (-0.52, -0.2, 0.2, 0.52):
                pen.line(
                    [
                        (x + step * high * 0.5, y - high * 0.8),
                        (x + step * high * 1.2, y),
                        (x + step * high * 0.5, y + high * 0.8),
                    ],
                    4,
                    CREAM,
                )
        pen.rect(x - high * 0.26, y - high * 0.82, x + high * 0.26, y - high * 0.68, BARK, radius=8)
        pen.rect(x - high * 0.26, y + high * 0.68, x + high * 0.26, y + high * 0.82, BARK, radius=8)
        for step in range(-2, 3):
            pen.line([(x + step * 12, y + high * 0.82), (x + step * 16, y + high * 1.18)], 6, BRICK)
    return pen


def lotus() -> Pen:
    """A lotus, a bud and leaves on water."""
    pen = Pen(table="#A9C5B4")
    for x, y, size in ((420, 960, 250), (1180, 1000, 270), (830, 1080, 210)):
        pen.oval(x, y, size, size * 0.32, LEAF_LIGHT)
        pen.oval(x, y - 6, size * 0.94, size * 0.28, LEAF)
        for angle in range(0, 360, 45):
            far = (x + size * 0.85 * math.cos(math.radians(angle)), y - 6 + size * 0.25 * math.sin(math.radians(angle)))
            pen.line([(x, y - 6), far], 3, LEAF_LIGHT)
    pen.line([(800, 900), (790, 700)], 18, LEAF)
    pen.line([(1150, 960), (1190, 620), (1170, 520)], 14, LEAF)
    for tip, fill in (((470, 520), "#EBB7B0"), ((1110, 520), "#EBB7B0"), ((570, 400), "#F0C9C2"), ((1010, 400), "#F0C9C2"),
                      ((700, 330), "#F6DDD6"), ((880, 330), "#F6DDD6"), ((790, 350), "#FBEDE8")):  # fmt: skip
        pen.leaf((790, 740), tip, wide=150, fill=fill, vein="#D9958C")
    pen.oval(790, 690, 78, 36, GOLD_LIGHT)
    for step in range(6):
        pen.oval(746 + step * 18, 686 + (step % 2) * 10, 6, 5, GOLD)
    pen.leaf((1168, 560), (1150, 330), wide=120, fill="#EBB7B0", vein="#D9958C")
    return pen


def herbs() -> Pen:
    """A small jar of extract, ginseng-like roots and leaves."""
    pen = Pen()
    side = [(720, 540), (722, 580), (770, 640), (770, 900), (740, 940)]
    shape = smooth(mirrored(side, axis=630))
    pen.shadow(640, 944, 170)
    pen.poly(shape, "#4B3626")
    with pen.inside(shape):
        pen.rect(710, 500, 800, 960, INK)
    pen.rect(530, 480, 730, 560, GOLD, radius=14)
    pen.rect(490, 680, 770, 850, CREAM)
    pen.leaf((560, 815), (700, 715), wide=84, fill=LEAF_LIGHT)
    for x, turn in ((950, 0), (1200, 20)):
        pen.line([(x, 790), (x + turn, 900), (x - 20 + turn, 1010)], 62, "#D8B27A")
        pen.line([(x + 6, 880), (x + 80 + turn, 960), (x + 90 + turn, 1030)], 28, "#D8B27A")
        pen.line([(x - 6, 900), (x - 78 + turn, 980)], 22, "#D8B27A")
        pen.line([(x - 20, 820), (x + 20, 824)], 4, "#B68D54")
        pen.line([(x, 780), (x + 10, 640)], 12, LEAF_LIGHT)
        for tip in ((x - 110, 600), (x - 30, 520), (x + 70, 530), (x + 130, 610)):
            pen.leaf((x + 10, 650), tip, wide=66, fill=LEAF)
    for x, y in ((950, 556), (972, 540), (1204, 556), (1226, 542)):
        pen.oval(x, y, 13, 13, BRICK)
    return pen


def eggs() -> Pen:
    """A hen beside a basket of eggs."""
    pen = Pen()
    body = smooth([(330, 760), (360, 640), (440, 560), (470, 440), (560, 430), (580, 540), (700, 640), (840, 540), (830, 760),
                   (680, 910),
                   (450, 900)])  # fmt: skip
    pen.shadow(590, 990, 240)
    for x in (540, 630):
        pen.line([(x, 880), (x, 976), (x - 44, 984)], 13, GOLD)
    pen.poly(body, "#C98A4B")
    with pen.inside(body):
        pen.oval(820, 820, 260, 200, "#A96C33")
    pen.blob([(500, 690), (640, 660), (760, 700), (690, 800), (560, 800)], CLAY)
    pen.oval(516, 470, 60, 58, "#C98A4B")
    pen.blob([(470, 424), (480, 370), (510, 400), (530, 362), (552, 400), (580, 388), (566, 434)], BRICK)
    pen.poly([(460, 474), (410, 494), (464, 506)], GOLD)
    pen.oval(498, 462, 9, 9, INK)
    pen.oval(470, 530, 18, 28, BRICK)
    for x, y in ((1030, 690), (1130, 680), (960, 742), (1080, 730), (1190, 742)):
        pen.oval(x, y, 62, 78, "#EBD3B0" if x % 4 else "#DDBC90")
    basket(pen, 1080, 970, wide=210, high=200)
    return pen


def cacao() -> Pen:
    """A cacao pod cut open, beans, a cup."""
    pen = Pen()
    pod = smooth([(300, 800), (420, 640), (640, 600), (820, 700), (900, 800), (780, 910), (580, 950), (400, 910)])
    pen.shadow(610, 954, 280)
    pen.poly(pod, "#B5601F")
    inner = smooth([(370, 800), (470, 700), (640, 664), (780, 740), (830, 800), (740, 870), (580, 894), (450, 866)])
    pen.poly(inner, CREAM)
    for step in range(9):
        pen.oval(450 + (step % 5) * 76, 752 + (step // 5) * 74 + (step % 2) * 14, 46, 34, WHITE)
        pen.oval(454 + (step % 5) * 76, 758 + (step // 5) * 74 + (step % 2) * 14, 30, 20, "#E3D2C0")
    bowl(pen, 1140, 960, wide=190, inner="#5B3620")
    for x in (1090, 1170):
        pen.line([(x, 790), (x - 24, 720), (x + 18, 660), (x - 8, 600)], 9, WHITE)
    for x, y, turn in ((930, 1010, 20), (1000, 1050, -30), (860, 1050, 60), (1270, 1040, 10)):
        pen.oval(x, y, 44, 26, "#6E3A17", turn=turn)
        pen.oval(x - 8, y - 6, 18, 6, "#8F5A33", turn=turn)
    pen.line([(640, 612), (652, 560), (700, 520)], 20, BARK)
    pen.leaf((690, 530), (930, 430), wide=120)
    pen.leaf((668, 546), (450, 430), wide=120, fill=LEAF_DARK)
    return pen


def silk() -> Pen:
    """Folded cloth and a spool."""
    pen = Pen()
    for step, (fill, edge) in enumerate(((LEAF_LIGHT, LEAF), (CREAM, "#DCCBA0"), (BRICK, BRICK_DARK), (GOLD_LIGHT, "#CF9A35"))):
        y = 900 - step * 96
        if step == 0:
            pen.shadow(680, 952, 370)
        pen.rect(330 + step * 12, y - 48, 1030 - step * 10, y + 48, fill, radius=40)
        pen.rect(330 + step * 12, y + 16, 1030 - step * 10, y + 48, edge, radius=20)
    pen.shadow(1220, 984, 130)
    pen.rect(1120, 640, 1320, 690, BARK, radius=16)
    pen.rect(1120, 930, 1320, 980, BARK, radius=16)
    pen.rect(1150, 690, 1290, 930, BRICK)
    for y in range(700, 930, 22):
        pen.line([(1150, y + 8), (1290, y)], 4, BRICK_DARK)
    pen.line([(1290, 800), (1400, 880), (1360, 1010), (1240, 1050)], 6, BRICK)
    return pen


def fruit_basket() -> Pen:
    """A basket of mixed fruit."""
    pen = Pen()
    for x, y, size, fill, shade in (
        (600, 560, 130, "#C9C65A", "#A9AB45"),
        (820, 520, 140, "#E0A33A", "#C4862A"),
        (1020, 570, 120, "#8E4A5E", "#6F3548"),
        (500, 650, 110, "#E58A2B", "#C76C1A"),
        (720, 660, 110, BRICK, BRICK_DARK),
        (920, 660, 115, "#C9C65A", "#A9AB45"),
        (1110, 670, 100, "#E0A33A", "#C4862A"),
    ):
        shape = oval_points(x, y, size, size)
        pen.poly(shape, fill)
        with pen.inside(shape):
            pen.oval(x + size, y + size * 0.4, size * 0.9, size * 1.2, shade)
            pen.oval(x - size * 0.4, y - size * 0.42, size * 0.2, size * 0.1, WHITE, turn=-40)
    pen.leaf((820, 390), (980, 310), wide=84)
    pen.leaf((820, 390), (690, 320), wide=80, fill=LEAF_LIGHT)
    basket(pen, 800, 980, wide=420, high=290)
    return pen


def molasses() -> Pen:
    """A jar of cane molasses, a bowl of it, stalks of sugar cane."""
    pen = Pen()
    for x, lean, fill in ((1040, 130, "#9DB36F"), (1130, 110, "#7F9756"), (1220, 100, "#9DB36F")):
        pen.line([(x, 930), (x + lean, 330)], 50, fill)
        for step in range(1, 6):
            pen.line([(x + lean * step / 6 - 27, 930 - 100 * step), (x + lean * step / 6 + 27, 926 - 100 * step)], 8, CREAM)
        pen.leaf((x + lean, 350), (x + lean + 150, 210), wide=46, fill=LEAF)
        pen.leaf((x + lean, 350), (x + lean - 110, 170), wide=46, fill=LEAF_LIGHT)
    clay_jar(pen, 620, 940, high=480)
    bowl(pen, 930, 1010, wide=170, inner="#4B2A17")
    pen.oval(900, 902, 54, 12, "#6E4224")
    pen.line([(1000, 900), (1130, 790)], 20, BARK)
    return pen
