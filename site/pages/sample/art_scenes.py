"""Drawings of places: hills and rice fields, the coast, a market street."""

from __future__ import annotations

from pages.sample.pen import (
    BARK,
    BRICK,
    BRICK_DARK,
    CREAM,
    GOLD_LIGHT,
    INK,
    LEAF,
    LEAF_DARK,
    LEAF_LIGHT,
    SEA,
    SEA_DARK,
    SKY,
    SPROUT,
    STRAW,
    WHITE,
    Pen,
)  # fmt: skip


def house(pen: Pen, x: float, foot: float, *, wide: float) -> None:
    """Draw a small house with a tiled roof."""
    pen.rect(x - wide * 0.42, foot - wide * 0.42, x + wide * 0.42, foot, CREAM)
    pen.rect(x + wide * 0.2, foot - wide * 0.42, x + wide * 0.42, foot, "#E2D5B4")
    pen.poly([(x - wide * 0.56, foot - wide * 0.4), (x - wide * 0.34, foot - wide * 0.74), (x + wide * 0.34, foot - wide * 0.74),
              (x + wide * 0.56, foot - wide * 0.4)], BRICK)  # fmt: skip
    pen.rect(x - wide * 0.56, foot - wide * 0.43, x + wide * 0.56, foot - wide * 0.38, BRICK_DARK)
    pen.rect(x - wide * 0.09, foot - wide * 0.26, x + wide * 0.09, foot, BARK)


def palm(pen: Pen, x: float, foot: float, *, high: float, lean: float) -> None:
    """Draw an areca palm."""
    top = (x + lean, foot - high)
    pen.line([(x, foot), (x + lean * 0.25, foot - high * 0.5), top], high * 0.035, BARK)
    for dx, dy in ((-0.34, -0.06), (-0.28, -0.26), (0.02, -0.34), (0.3, -0.24), (0.34, -0.04), (-0.22, 0.14), (0.24, 0.14)):
        pen.leaf(top, (top[0] + dx * high, top[1] + dy * high), wide=high * 0.1, fill=LEAF if dy < 0 else LEAF_DARK, vein="")


def hills() -> Pen:
    """Hills in the west, rice fields, a house among palms."""
    pen = Pen(glow="", table="")
    pen.oval(1130, 330, 130, 130, GOLD_LIGHT)
    pen.blob([(-100, 640), (200, 420), (430, 560), (640, 380), (900, 540), (1180, 460), (1420, 560),
              (1750, 420), (1750, 1300), (-100, 1300)],
             "#B9CBB2")  # fmt: skip
    pen.blob(
        [(-100, 760), (180, 610), (480, 720), (760, 600), (1060, 720), (1360, 620), (1750, 720), (1750, 1300), (-100, 1300)],
        "#8FAF8D",
    )
    pen.blob([(-100, 860), (300, 770), (700, 840), (1100, 760), (1750, 860), (1750, 1300), (-100, 1300)], "#5F8C69")
    pen.blob([(-100, 960), (400, 890), (900, 940), (1750, 880), (1750, 1400), (-100, 1400)], LEAF_LIGHT)
    for row in range(7):
        y = 960 + row * 44
        pen.line([(-20, y + 30), (400, y - 10 - row * 3), (900, y + 24), (1620, y - 30)], 8, SPROUT if row % 2 else STRAW)
    house(pen, 1090, 900, wide=230)
    house(pen, 1290, 880, wide=160)
    palm(pen, 900, 930, high=420, lean=30)
    palm(pen, 1420, 910, high=330, lean=-24)
    palm(pen, 260, 960, high=480, lean=-30)
    return pen


def coast() -> Pen:
    """The coast in the morning: boats, jars of fish sauce on the sand."""
    pen = Pen(glow="", table="")
    pen.rect(-10, 0, 1610, 560, SKY)
    pen.oval(470, 380, 120, 120, GOLD_LIGHT)
    pen.blob([(820, 560), (1040, 440), (1240, 500), (1440, 400), (1800, 470), (1800, 640), (820, 640)], "#9DB7A4")
    pen.rect(-10, 540, 1610, 900, SEA)
    for y, shift in ((590, 0), (640, 160), (700, 60), (760, 220)):
        for step in range(-1, 6):
            x = step * 320 + shift
            pen.line([(x, y), (x + 60, y - 12), (x + 120, y), (x + 180, y - 10)], 6, "#A9C9BF")
    for x, y, size in ((980, 660, 1.0), (520, 610, 0.6)):
        pen.poly([(x - 240 * size, y - 30 * size), (x + 270 * size, y - 60 * size), (x + 180 * size, y + 60 * size),
                  (x - 160 * size, y + 60 * size)],
                 SEA_DARK if size < 1 else LEAF)  # fmt: skip
        pen.poly(
            [
                (x - 240 * size, y - 30 * size),
                (x + 270 * size, y - 60 * size),
                (x + 250 * size, y - 30 * size),
                (x - 225 * size, y),
            ],
            BRICK,
        )
        pen.line([(x, y - 40 * size), (x, y - 270 * size)], 9 * size, BARK)
        pen.poly([(x + 10 * size, y - 260 * size), (x + 150 * size, y - 200 * size), (x + 10 * size, y - 140 * size)], GOLD_LIGHT)
    pen.blob([(-100, 880), (300, 800), (800, 860), (1300, 800), (1750, 870), (1750, 1350), (-100, 1350)], "#EBD9AE")
    for x, y in ((240, 1010), (420, 1040), (600, 1010), (330, 900), (510, 910)):
        pen.oval(x + 12, y + 84, 86, 14, "#D3BC85")
        pen.blob([(x - 50, y - 70), (x - 84, y), (x - 50, y + 84), (x + 50, y + 84), (x + 84, y), (x + 50, y - 70)], "#9A5A3A")
        pen.blob([(x - 98, y - 60), (x, y - 120), (x + 98, y - 60), (x, y - 48)], STRAW)
    palm(pen, 1400, 1060, high=520, lean=-60)
    return pen


def market() -> Pen:
    """A market street: awnings, baskets, two people in conical hats."""
    pen = Pen(table="#E6D6AE")
    pen.rect(-10, 300, 1610, 850, "#EADBB6")
    for x, fill in ((170, CREAM), (640, "#E2CFA0"), (1110, CREAM), (1580, "#E2CFA0")):
        pen.rect(x - 130, 330, x + 300, 850, fill)
    pen.rect(-10, 290, 1610, 336, BRICK)
    pen.rect(-10, 326, 1610, 340, BRICK_DARK)
    for start, (one, two) in zip((40, 560, 1060), ((LEAF, CREAM), (BRICK, CREAM), (GOLD_LIGHT, CREAM)), strict=True):
        for step in range(7):
            left = start + step * 66
            fill = two if step % 2 else one
            pen.poly([(left + 26, 470), (left + 92, 470), (left + 66, 590), (left, 590)], fill)
            pen.oval(left + 33, 590, 33, 24, fill)
        pen.rect(start + 14, 600, start + 26, 900, BARK)
        pen.rect(start + 436, 600, start + 448, 900, BARK)
        pen.rect(start + 4, 790, start + 460, 900, "#B98B4E", radius=10)
        for step in range(7):
            fill = (LEAF_LIGHT, "#E58A2B", BRICK, GOLD_LIGHT)[(step + start) % 4]
            pen.oval(start + 50 + step * 60, 782, 34, 34, fill)
    for x, foot, cloth in ((470, 1060, BRICK), (1010, 1080, LEAF)):
        pen.oval(x + 10, foot, 110, 16, "#CDB37C")
        pen.blob(
            [
                (x - 62, foot - 250),
                (x + 62, foot - 250),
                (x + 96, foot - 60),
                (x + 84, foot),
                (x - 84, foot),
                (x - 96, foot - 60),
            ],
            cloth,
        )
        pen.oval(x, foot - 296, 48, 52, "#E3B98F")
        pen.poly([(x - 128, foot - 302), (x, foot - 412), (x + 128, foot - 302)], STRAW)
        pen.poly([(x, foot - 412), (x + 128, foot - 302), (x + 40, foot - 302)], "#DDBB72")
        pen.line([(x - 260, foot - 210), (x, foot - 246), (x + 260, foot - 210)], 13, BARK)
        for side in (-250, 250):
            pen.line([(x + side - 46, foot - 90), (x + side, foot - 212), (x + side + 46, foot - 90)], 5, INK)
            pen.poly(
                [(x + side - 90, foot - 96), (x + side + 90, foot - 96), (x + side + 62, foot - 20), (x + side - 62, foot - 20)],
                "#C89D5F",
            )
            for step in (-46, 0, 46):
                pen.oval(x + side + step, foot - 104, 32, 28, (LEAF_LIGHT, WHITE, "#E58A2B")[step // 46 + 1])
    return pen
