"""Drawings of what kitchens and workshops make: sauces, sweets, noodles, sausages, spirits, oils."""

from __future__ import annotations

import math

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
    STONE,
    STRAW,
    WHITE,
    Pen,
    mirrored,
    mix,
    oval_points,
    smooth,
)  # fmt: skip

_AMBER, _AMBER_DARK, _GLASS = "#B5651D", "#8F4A12", "#DFE8DC"


def bottle(pen: Pen, x: float, foot: float, *, high: float, fill: tuple[str, str], cap: str = BRICK) -> None:
    """Draw a slim bottle with a plain label; `fill` is its colour in light and in shade."""
    wide = high * 0.15
    neck = foot - high
    side = [(x + wide * 0.34, neck), (x + wide * 0.34, neck + high * 0.22), (x + wide, neck + high * 0.38), (x + wide, foot - 16),
            (x + wide - 14, foot)]  # fmt: skip
    shape = mirrored(side, axis=x)
    pen.shadow(x + 18, foot + 4, wide * 1.35)
    pen.poly(shape, fill[0])
    with pen.inside(shape):
        pen.rect(x + wide * 0.35, neck, x + wide, foot, fill[1])
    pen.rect(x - wide * 0.42, neck - high * 0.07, x + wide * 0.42, neck + high * 0.03, cap, radius=6)
    pen.rect(x - wide, foot - high * 0.46, x + wide, foot - high * 0.14, CREAM)
    pen.rect(x - wide, foot - high * 0.46, x + wide, foot - high * 0.435, GOLD)
    pen.rect(x - wide, foot - high * 0.165, x + wide, foot - high * 0.14, GOLD)


def clay_jar(pen: Pen, x: float, foot: float, *, high: float, cover: str = "") -> None:
    """Draw a bellied clay jar, open or with a tied cloth."""
    wide = high * 0.46
    side = [(x + wide * 0.52, foot - high), (x + wide * 0.62, foot - high * 0.88), (x + wide, foot - high * 0.56),
            (x + wide * 0.9, foot - high * 0.22), (x + wide * 0.55, foot)]  # fmt: skip
    shape = smooth(mirrored(side, axis=x))
    pen.shadow(x + 20, foot + 2, wide * 1.05)
    pen.poly(shape, CLAY)
    with pen.inside(shape):
        pen.oval(x + wide * 0.95, foot - high * 0.45, wide * 0.55, high * 0.8, CLAY_DARK)
        pen.rect(x - wide * 1.1, foot - high * 0.7, x + wide * 1.1, foot - high * 0.66, "#B0724F")
        pen.rect(x - wide * 1.1, foot - high * 0.62, x + wide * 1.1, foot - high * 0.605, "#B0724F")
    if cover:
        top = foot - high
        pen.blob([(x - wide * 0.62, top + 14), (x - wide * 0.3, top - 42), (x + wide * 0.3, top - 42),
                  (x + wide * 0.62, top + 14),
                  (x + wide * 0.74, top + 58), (x, top + 40), (x - wide * 0.74, top + 58)], cover)  # fmt: skip
        pen.line([(x - wide * 0.6, top + 18), (x, top + 26), (x + wide * 0.6, top + 18)], 9, STRAW)
    else:
        pen.oval(x, foot - high + 4, wide * 0.52, wide * 0.14, CLAY_DARK)


def bowl(pen: Pen, x: float, foot: float, *, wide: float, fill: str = WHITE, inner: str = CREAM) -> None:
    """Draw a bowl with a green rim."""
    top = foot - wide * 0.62
    shape = smooth([(x - wide, top), (x - wide * 0.82, top + wide * 0.34), (x - wide * 0.4, foot), (x + wide * 0.4, foot),
                    (x + wide * 0.82, top + wide * 0.34), (x + wide, top)])  # fmt: skip
    pen.shadow(x + 14, foot + 2, wide * 0.8)
    pen.poly(shape, fill)
    with pen.inside(shape):
        pen.oval(x + wide * 0.9, foot - wide * 0.2, wide * 0.6, wide * 0.7, mix(fill, INK, 0.12))
    pen.oval(x, top, wide, wide * 0.24, LEAF)
    pen.oval(x, top, wide * 0.93, wide * 0.2, inner)


def fish(pen: Pen, x: float, y: float, *, long: float, fill: tuple[str, str], turn: float = 0) -> None:
    """Draw a small fish that looks to the left; `fill` is the colour of its back and of its belly."""
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def at(a: float, b: float) -> tuple[float, float]:
        return x + long * (a * cosine - b * sine), y + long * (a * sine + b * cosine)

    body = smooth(
        [at(-0.5, 0), at(-0.3, -0.13), at(0.05, -0.15), at(0.36, -0.04), at(0.36, 0.04), at(0.05, 0.14), at(-0.3, 0.12)]
    )
    pen.poly([at(0.3, 0), at(0.52, -0.15), at(0.46, 0), at(0.52, 0.15)], fill[0])
    pen.poly(body, fill[0])
    with pen.inside(body):
        pen.poly([at(-0.6, 0.03), at(0.6, 0.03), at(0.6, 0.3), at(-0.6, 0.3)], fill[1])
    pen.oval(*at(-0.36, -0.03), long * 0.022, long * 0.022, INK)
    pen.line([at(-0.25, -0.09), at(-0.22, 0), at(-0.25, 0.09)], max(3, long * 0.012), fill[1])


def fish_sauce() -> Pen:
    """Bottles of fish sauce before a jar, a dipping bowl, anchovies."""
    pen = Pen()
    clay_jar(pen, 1080, 880, high=470, cover=CREAM)
    bottle(pen, 620, 920, high=600, fill=(_AMBER, _AMBER_DARK))
    bottle(pen, 800, 950, high=500, fill=("#C77A2C", "#A35D1B"), cap=LEAF)
    bowl(pen, 1050, 1000, wide=120, inner=_AMBER)
    pen.oval(1030, 924, 15, 8, BRICK)
    pen.oval(1078, 930, 12, 7, BRICK)
    for x, y, turn in ((380, 940, -8), (440, 1000, 6), (330, 1010, -3)):
        pen.shadow(x + 8, y + 28, 100)
        fish(pen, x, y, long=210, fill=("#7D97A0", "#D5DEDB"), turn=turn)
    return pen


def cu_do() -> Pen:
    """A round sweet between rice crackers, a broken piece, green tea."""
    pen = Pen()
    pen.shadow(700, 960, 400)
    pen.oval(680, 900, 390, 110, LEAF_LIGHT)
    pen.oval(680, 892, 372, 98, LEAF)
    for layer, y in enumerate((850, 770, 690)):
        shift = (-12, 14, 0)[layer]
        pen.oval(670 + shift, y + 22, 285, 88, "#D9B872")
        pen.oval(670 + shift, y + 8, 285, 88, "#6E3A17")
        for step in range(26):
            angle = math.pi * step / 25
            pen.oval(
                670 + shift + 283 * math.cos(angle), y + 10 + 86 * math.sin(angle), 15, 11, "#D99A4E" if step % 3 else "#8A4B1E"
            )
        pen.oval(670 + shift, y - 8, 290, 90, "#EBD093")
    pen.oval(670, 682, 262, 76, "#F2DCA6")
    for step in range(46):
        angle, far = step * 2.399, math.sqrt(step / 46)
        pen.oval(
            670 + 245 * far * math.cos(angle), 682 + 66 * far * math.sin(angle), 8, 5, CREAM if step % 2 else BARK, turn=step * 40
        )
    piece = [(1010, 1010), (1050, 890), (1190, 900), (1270, 985), (1150, 1040)]
    pen.shadow(1150, 1036, 160)
    pen.poly(piece, "#6E3A17")
    pen.poly([(x, y - 34) for x, y in piece], "#EBD093")
    for x, y in ((1040, 975), (1085, 1000), (1130, 1012), (1180, 1000), (1230, 978)):
        pen.oval(x, y + 8, 22, 15, "#D99A4E", turn=-10)
    for x, y in ((1090, 900), (1150, 920), (1190, 945), (1120, 955), (1070, 940)):
        pen.oval(x, y, 8, 5, BARK)
    bowl(pen, 1180, 860, wide=130, inner="#A8B85A")
    return pen


def rice_paper() -> Pen:
    """Sesame rice crackers on a rack, one leaning against it."""
    pen = Pen()
    pen.shadow(820, 990, 520)
    for x, y, size in ((1000, 560, 300), (640, 600, 320)):
        pen.oval(x + 16, y + 14, size, size, "#D6BD84")
        pen.oval(x, y, size, size, "#F3E3B6")
        pen.oval(x, y, size * 0.9, size * 0.9, "#F8ECCB")
        for step in range(90):
            angle, far = step * 2.399, math.sqrt(step / 90) * size * 0.86
            pen.oval(
                x + far * math.cos(angle), y + far * math.sin(angle), 9, 5, BARK if step % 5 == 0 else "#D9B872", turn=step * 37
            )
    for y in (905, 955):
        pen.rect(260, y, 1360, y + 20, "#B98B4E", radius=10)
    for x in range(300, 1360, 66):
        pen.rect(x, 870, x + 14, 1010, "#C89D5F", radius=7)
    for layer in range(5):
        pen.oval(1090, 880 - layer * 20, 190, 48, "#D6BD84" if layer % 2 else "#F3E3B6")
    pen.oval(1090, 792, 176, 40, "#F8ECCB")
    return pen


def noodles() -> Pen:
    """Bundles of rice noodles tied with straw, and a bowl."""
    pen = Pen()
    for x, y, high in ((520, 900, 470), (720, 930, 500)):
        pen.shadow(x + 12, y + 2, 120)
        for strand in range(-9, 10):
            spread = strand * 9.5
            fill = "#F7ECD0" if strand % 2 else "#E9D8AC"
            pen.line([(x + spread * 1.35, y), (x + spread * 0.8, y - high * 0.5), (x + spread * 1.3, y - high)], 10, fill)
        pen.rect(x - 82, y - high * 0.54, x + 82, y - high * 0.42, BRICK, radius=8)
        pen.rect(x - 82, y - high * 0.5, x + 82, y - high * 0.46, GOLD_LIGHT)
    bowl(pen, 1080, 960, wide=250)
    for row in range(6):
        y, wide = 806 - row * 10, 205 - row * 26
        pen.line([(1080 - wide, y), (1080 - wide * 0.4, y - 26), (1080 + wide * 0.3, y + 12), (1080 + wide, y - 10)], 13,
                 "#F7ECD0" if row % 2 else "#E3CF9C")  # fmt: skip
    for x, y in ((1000, 770), (1120, 752), (1180, 790)):
        pen.leaf((x, y), (x + 60, y - 26), wide=26, fill=LEAF_LIGHT, vein="")
    pen.line([(1180, 800), (1420, 600)], 13, BARK)
    pen.line([(1210, 806), (1450, 622)], 13, BARK)
    return pen


def sausage() -> Pen:
    """Pork rolls in banana leaf, one cut into slices."""
    pen = Pen()
    pen.shadow(600, 966, 350)
    for x, y in ((680, 560), (760, 720), (600, 880)):
        pen.rect(x - 330, y - 85, x + 330, y + 85, LEAF, radius=42)
        pen.rect(x - 330, y + 20, x + 330, y + 85, LEAF_DARK, radius=42)
        pen.oval(x + 316, y, 26, 80, LEAF_LIGHT)
        for step in range(-3, 4):
            pen.rect(x + step * 90 - 7, y - 87, x + step * 90 + 7, y + 87, STRAW)
        pen.rect(x - 320, y - 8, x + 312, y + 6, STRAW)
    for place, (x, y) in enumerate(((1150, 900), (1230, 930), (1310, 960))):
        pen.shadow(x + 6, y + 104, 90)
        pen.oval(x + 18, y, 96, 106, LEAF)
        pen.oval(x, y, 96, 106, LEAF_LIGHT)
        pen.oval(x, y, 86, 96, "#EBC9A9")
        for step in range(9):
            angle = step * 2.4 + place
            pen.oval(x + 55 * math.cos(angle) * (step % 3) / 2, y + 62 * math.sin(angle) * (step % 3) / 2, 7, 5, "#C98F6B")
    return pen


def dried_fish() -> Pen:
    """Fish drying on a line, shrimps in a flat basket."""
    pen = Pen()
    pen.line([(120, 250), (800, 300), (1480, 240)], 9, BARK)
    for x, y in ((330, 276), (520, 288), (710, 298), (900, 298), (1090, 288), (1280, 268)):
        pen.line([(x, y), (x, y + 40)], 6, STRAW)
        fish(pen, x, y + 190, long=310, fill=("#8C9A92" if x % 4 else "#A59A7C", "#E3DCC6"), turn=90)
    pen.shadow(810, 1050, 480)
    pen.oval(800, 960, 470, 130, "#B98B4E")
    pen.oval(800, 944, 450, 112, "#D9B872")
    for step in range(26):
        angle, far = step * 2.399, math.sqrt(step / 26)
        left, top = 800 + 370 * far * math.cos(angle), 938 + 78 * far * math.sin(angle)
        pen.line(
            [(left - 32, top + 8), (left - 10, top - 16), (left + 20, top - 10), (left + 30, top + 12)],
            17,
            "#D9774A" if step % 2 else "#C4572F",
        )
        pen.line([(left + 4, top - 14), (left + 10, top - 4)], 4, "#F0B48C")
    return pen


def spirits() -> Pen:
    """A jar of rice spirit with a tied red cloth, a bottle and two cups."""
    pen = Pen()
    clay_jar(pen, 700, 930, high=560, cover=BRICK)
    pen.poly([(700, 600), (790, 690), (700, 780), (610, 690)], STRAW)
    pen.poly([(700, 632), (758, 690), (700, 748), (642, 690)], BRICK)
    bottle(pen, 1060, 930, high=520, fill=(_GLASS, "#C6D5C6"), cap=LEAF)
    for x in (920, 1230):
        pen.shadow(x + 10, 1004, 70)
        pen.poly([(x - 62, 920), (x + 62, 920), (x + 44, 1004), (x - 44, 1004)], WHITE)
        pen.oval(x, 920, 62, 16, LEAF)
        pen.oval(x, 920, 54, 12, "#E9EFE0")
    return pen


def oil() -> Pen:
    """Bottles of pressed oil with peanuts."""
    pen = Pen()
    bottle(pen, 640, 930, high=620, fill=(GOLD_LIGHT, "#CF9A35"), cap=LEAF)
    bottle(pen, 830, 960, high=510, fill=("#EBC25E", "#D3A33C"))
    peanuts(pen, ((1010, 930, 20), (1130, 960, -25), (1230, 910, 40), (1060, 1010, -10), (1330, 985, 10), (1190, 1030, 30)))
    return pen


def peanuts(pen: Pen, places: tuple[tuple[float, float, float], ...]) -> None:
    """Draw peanuts in their shells: centre and turn of each."""
    for x, y, turn in places:
        away = (52 * math.cos(math.radians(turn)), 52 * math.sin(math.radians(turn)))
        pen.shadow(x + 6, y + 44, 84)
        for sign in (-1, 1):
            pen.oval(x + sign * away[0] * 0.8, y + sign * away[1] * 0.8, 56, 44, "#D8A860", turn=turn)
        pen.oval(x, y, 50, 34, "#D8A860", turn=turn)
        for part in (-1.2, -0.5, 0.4, 1.1):
            pen.line([(x + part * away[0] - away[1] * 0.5, y + part * away[1] + away[0] * 0.5),
                      (x + part * away[0] + away[1] * 0.4, y + part * away[1] - away[0] * 0.4)], 4, "#B8863F")  # fmt: skip


def nuts() -> Pen:
    """A bowl of nuts, peanuts around it."""
    pen = Pen()
    bowl(pen, 780, 960, wide=300, fill=CLAY, inner=CLAY_DARK)
    for step in range(34):
        angle, far = step * 2.399, math.sqrt(step / 34)
        x, y = 780 + 230 * far * math.cos(angle), 762 + 44 * far * math.sin(angle) - 40 * (1 - far)
        pen.oval(x, y, 40, 25, "#D9A35C" if step % 3 else "#C2853E", turn=step * 47)
        pen.oval(x - 8, y - 6, 14, 6, "#EBC68C", turn=step * 47)
    peanuts(pen, ((1180, 960, 15), (1290, 1020, -30), (380, 990, -15), (1240, 890, 50)))
    return pen


def starch() -> Pen:
    """A bag and a bowl of white flour, arrowroot beside them."""
    pen = Pen()
    sack = smooth([(420, 940), (390, 700), (450, 500), (440, 430), (700, 430), (690, 500), (760, 700), (730, 940)])
    pen.shadow(590, 942, 200)
    pen.poly(sack, CREAM)
    with pen.inside(sack):
        pen.oval(800, 700, 140, 320, "#E2D5B4")
    pen.rect(440, 486, 700, 508, BRICK, radius=8)
    pen.oval(575, 720, 96, 96, LEAF)
    pen.leaf((520, 770), (635, 672), wide=62, fill=CREAM, vein=LEAF)
    bowl(pen, 980, 960, wide=215, inner=WHITE)
    pen.blob([(790, 826), (880, 770), (980, 712), (1070, 760), (1170, 826), (980, 862)], WHITE)
    pen.blob([(980, 720), (1070, 764), (1150, 824), (1020, 850), (1010, 780)], "#EDE6D3")
    for x, y, turn in ((1270, 960, 12), (1330, 1030, -8)):
        pen.shadow(x, y + 40, 140)
        pen.oval(x, y, 150, 42, "#B98B5E", turn=turn)
        pen.oval(x + 146, y + (30 if turn > 0 else -20), 26, 30, WHITE, turn=turn)
    return pen


def leaf_cakes() -> Pen:
    """Cakes wrapped in leaf and tied, one opened."""
    pen = Pen()
    pen.shadow(650, 964, 260)
    for x, y in ((520, 860), (760, 860), (640, 662)):
        pen.rect(x - 112, y - 100, x + 112, y + 100, LEAF_LIGHT, radius=14)
        pen.poly([(x + 112, y - 86), (x + 112, y + 86), (x + 98, y + 100), (x + 30, y + 100)], LEAF)
        for shift in (-36, 36):
            pen.rect(x + shift - 7, y - 100, x + shift + 7, y + 100, STRAW)
            pen.rect(x - 112, y + shift - 7, x + 112, y + shift + 7, STRAW)
    pen.shadow(1120, 1000, 210)
    for tip in ((900, 880), (1130, 760), (1360, 880), (1330, 1040), (930, 1040)):
        pen.leaf((1120, 960), tip, wide=150, fill="#C9A35C", vein="#A98442")
    pen.rect(1020, 850, 1220, 1000, INK, radius=26)
    pen.rect(1020, 850, 1220, 900, "#4A4A3E", radius=26)
    pen.oval(1120, 940, 52, 36, GOLD_LIGHT)
    return pen


def spices() -> Pen:
    """Chillies, pepper and garlic by a mortar."""
    pen = Pen()
    bowl(pen, 700, 960, wide=250, fill=STONE, inner="#9C937D")
    pen.line([(760, 800), (930, 420)], 58, "#A59C86")
    pen.oval(936, 410, 44, 40, "#8F8670")
    for x, y, tip in ((1010, 900, (1220, 840)), (1040, 980, (1280, 960)), (960, 1040, (1170, 1060))):
        pen.leaf((x, y), tip, wide=62, fill=BRICK, vein=BRICK_DARK)
        pen.line([(x, y), (x - 42, y - 16)], 11, LEAF)
    for step in range(24):
        angle, far = step * 2.399, math.sqrt(step / 24)
        pen.oval(420 + 120 * far * math.cos(angle), 1000 + 36 * far * math.sin(angle), 14, 13, INK if step % 3 else BARK)
    pen.shadow(1330, 990, 92)
    pen.blob(
        [(1320, 994), (1244, 960), (1252, 892), (1304, 856), (1318, 800), (1342, 800), (1352, 856), (1406, 892), (1412, 960)],
        WHITE,
    )
    for bend in (-46, 0, 46):
        pen.line([(1330, 846), (1330 + bend, 920), (1330 + bend * 0.5, 984)], 5, "#DCCFB2")
    return pen


def milk() -> Pen:
    """A bottle and a glass of milk, a straw-coloured cloth."""
    pen = Pen()
    pen.poly([(360, 960), (900, 900), (1260, 1010), (700, 1080)], SPROUT)
    side = [(760, 330), (760, 450), (835, 560), (835, 950)]
    shape = mirrored(side, axis=690)
    pen.shadow(710, 950, 160)
    pen.poly(shape, WHITE)
    with pen.inside(shape):
        pen.rect(770, 330, 840, 950, "#E6E2D3")
        pen.rect(500, 330, 900, 420, "#EFF3EC")
    pen.rect(612, 290, 768, 350, LEAF, radius=10)
    pen.rect(545, 660, 835, 830, LEAF)
    pen.oval(690, 745, 56, 56, CREAM)
    pen.shadow(1060, 960, 110)
    glass = [(955, 640), (1165, 640), (1140, 960), (980, 960)]
    pen.poly(glass, "#E3EBE2")
    pen.poly([(962, 720), (1158, 720), (1138, 952), (982, 952)], WHITE)
    pen.oval(1060, 720, 98, 20, "#F1EDE0")
    return pen


def hive() -> Pen:
    """A jar of honey, a dipper, a piece of comb."""
    pen = Pen()
    shape = smooth(mirrored([(740, 470), (800, 520), (815, 640), (815, 860), (770, 930)], axis=620))
    pen.shadow(640, 934, 220)
    pen.poly(shape, GOLD_LIGHT)
    with pen.inside(shape):
        pen.rect(720, 400, 900, 960, "#CF9328")
        pen.oval(490, 640, 26, 150, "#F0CF86")
    pen.rect(490, 400, 750, 480, BRICK, radius=14)
    pen.rect(490, 444, 750, 480, BRICK_DARK, radius=10)
    pen.rect(425, 640, 815, 820, CREAM)
    pen.oval(620, 730, 62, 62, GOLD)
    pen.oval(620, 730, 44, 44, GOLD_LIGHT)
    for row, columns in enumerate((4, 5, 4, 3)):
        for column in range(columns):
            x, y = 990 + column * 96 - (columns - 4) * 48, 690 + row * 84
            cell = [
                (x + 54 * math.cos(math.pi / 6 + step * math.pi / 3), y + 54 * math.sin(math.pi / 6 + step * math.pi / 3))
                for step in range(6)
            ]
            pen.poly(cell, GOLD)
            pen.poly(oval_points(x, y, 38, 38), "#E8B84A" if (row + column) % 3 else "#F5DB93")
    pen.line([(860, 480), (990, 600)], 18, BARK)
    for step in range(4):
        pen.oval(838 - step * 18, 460 - step * 17, 44 - step * 3, 18, "#8A5A2E", turn=-46)
    return pen
