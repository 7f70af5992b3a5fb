"""Vectors come from GS1's own toolkit and two ports of it; the encoder below is the standard's procedure, the other way round."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.domain.gs1.compression import LONGEST_COMPRESSED, SHORT_FOR, decompress
from traceability.domain.gs1.identifiers import FORMATS, BadLink

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
GTIN = ("01", "05412345000013")
LOT, SERIAL, VARIANT = ("10", "ABC123"), ("21", "72292641703"), ("22", "AJY3095721P49")

# Source: Solidsoft-Reply/Gs1DigitalLinkLib, Tests/Features; gs1-compression for Python, its tests; GS1's toolkit made both.
VECTORS = {
    "AQnYUc1gmg": [GTIN],
    "AQnYUc1gmiCNV4JG": [GTIN, LOT],
    "AQnYUc1gmiCNV4JGQhcNT6K6c": [GTIN, LOT, SERIAL],
    "AQnYUc1gmiCNV4JGQhcNT6K6cibQCWN9Pee9tT-PQ": [GTIN, LOT, SERIAL, VARIANT],
    "AQnYUc1gmiCNV4JGRNoBLG-nvPe2p_Ho": [GTIN, LOT, VARIANT],
    "AQnYUc1gmkax7ipGrOHDPC5YNI8hMz": [GTIN, ("235", "8TFV883a904GH&3")],
    "AQnYUc1gmkIXDU-iun": [GTIN, SERIAL],
    "AQnYUc1gmkIXDU-iunIm0AljfT3nvbU_j0": [GTIN, SERIAL, VARIANT],
    "AQnYUc1gmkTaASxvp7z3tqfx6": [GTIN, VARIANT],
    "AQnYUc1gmiCNV4JGLo3DY": [GTIN, LOT, ("17", "290331")],
    "AQnYUc1gmiCNV4JGLo3Dfg2q72Etrue8K7RPRWwjc0D4": [GTIN, LOT, ("17", "290331"), ("arv", "true"), ("donor", "bmgf")],
    "AQnYUc1gmiERBhQ0ytiyZuAGOLc1TXgpNWCv1": [GTIN, ("10", "ABC&+123"), ("7003", "1903061658"), ("k1", "v1")],
    "AQEd-1O2-GIGAD6A": [("01", "00614141123452"), ("3103", "000500")],
    "AQnYUc1gmiCNV4JGYgYAF6ckaEPg": [GTIN, LOT, ("3103", "000189"), ("3923", "2172")],
    "ARHKVAdpQg": [("01", "09780345418913")],
    "AREjalurbiAUO-cgohCz45Z67b8A": [("01", "09421902960055"), ("10", "2010005828"), ("21", "xyz1234")],
    # Without the GTIN, as they stand after /01/{gtin}/.
    "EEarwSM": [LOT],
    "EEarwSMhC4an0V04": [LOT, SERIAL],
    "EEarwSMhC4an0V05E2gEsb6e897an8eg": [LOT, SERIAL, VARIANT],
    "I1j3FSNWcOGeFywaR5CZm": [("235", "8TFV883a904GH&3")],
    "EEarwSMXRuGw": [LOT, ("17", "290331")],
    "EEarwSMXRuG_BtV3sJbXc94V2ieithG5oHw": [LOT, ("17", "290331"), ("arv", "true"), ("donor", "bmgf")],
    # Other primary keys can be read too, though no such address is ours.
    "AN2yxDhfaiaw": [("00", "998440410914660971")],
    "QUCO_anbfA": [("414", "0614141123452")],
    "gAYMBI_bNGwJk": [("8006", "054123450000130201")],
    "JUa0T-eifdtOO9UFEmlYwv3Q": [("254", "RP56J920471"), ("414", "5060917510004")],
    "gBe1ajAd9ATDmAGXPRfk": [("8017", "817019610850151481"), ("8019", "4003812")],
    "JTLIetaiHYA": [("253", "3060077601309")],
}


@pytest.mark.parametrize("text", VECTORS)
def test_vectors_of_the_toolkit_are_read(text):
    assert sorted(decompress(text)) == sorted(VECTORS[text])


# --- the way back, for what no vector covers ------------------------------------------------------------------------


def bits_of(number, count):
    return f"{number:0{count}b}" if count else ""


def number_bits(length):
    return math.ceil(length * math.log2(10) + 0.01)


def text_bits(text, length_bits):
    length = bits_of(len(text), length_bits)
    if text.isdigit():
        return "000" + length + bits_of(int(text), number_bits(len(text)))
    for name, letters in (("001", "0123456789abcdef"), ("010", "0123456789ABCDEF")):
        if set(text) <= set(letters):
            return name + length + "".join(bits_of(letters.index(one), 4) for one in text)
    if set(text) <= set(ALPHABET):
        return "011" + length + "".join(bits_of(ALPHABET.index(one), 6) for one in text)
    return "100" + length + "".join(bits_of(ord(one), 7) for one in text)


def value_bits(ai, value):
    found = ""
    for part in FORMATS[ai]:
        piece, value = (value[: part.length], value[part.length :]) if part.exact else (value, "")
        length_bits = 0 if part.exact else part.length.bit_length()
        if part.numeric:
            found += bits_of(len(piece), length_bits) + bits_of(int(piece or 0), number_bits(len(piece)))
        else:
            found += text_bits(piece, length_bits)
    return found


def to_text(bits):
    bits += "0" * (-len(bits) % 6)
    return "".join(ALPHABET[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


def compressed(elements):
    return to_text("".join(bits_of(int(ai, 16), 4 * len(ai)) + value_bits(ai, value) for ai, value in elements))


def sample_of(ai):
    return "".join(
        ("7" if part.numeric else "a") * (part.length if part.exact else max(1, part.length - 1)) for part in FORMATS[ai]
    )


@pytest.mark.parametrize("ai", sorted(FORMATS))
def test_every_ai_comes_back(ai):
    assert decompress(compressed([(ai, sample_of(ai))])) == ((ai, sample_of(ai)),)


@pytest.mark.parametrize("code", SHORT_FOR)
def test_every_short_code_comes_back(code):
    elements = [(ai, sample_of(ai)) for ai in SHORT_FOR[code]]
    text = to_text(bits_of(int(code, 16), 8) + "".join(value_bits(ai, value) for ai, value in elements))

    assert decompress(text) == tuple(elements)


def test_no_short_code_is_an_ai():
    assert not [code for code in SHORT_FOR if code.isdigit() or code.startswith("F")]


CHARACTERS = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
values = st.one_of(
    st.text(CHARACTERS, min_size=1, max_size=20),
    st.text("0123456789", min_size=1, max_size=20),
    st.text("0123456789abcdef", min_size=1, max_size=20),
    st.text("0123456789ABCDEF", min_size=1, max_size=20),
)


@given(gtin=st.text("0123456789", min_size=14, max_size=14), lot=values, serial=values)
def test_lots_and_serials_of_every_kind_come_back(gtin, lot, serial):
    elements = (("01", gtin), ("10", lot), ("21", serial))

    assert decompress(compressed(elements)) == elements


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "AQnYUc1gm",  # one letter is missing
        "AQnYUc1gmgA",  # one too many
        "AQnYUc1gmgAAAA",
        "AQnYUc1gmv",  # the bits at the end are not zero
        "AQ==",
        "AQnYUc1gm g",
        "AQnYUc1gm+",
        "ạ" * 10,
        "A" * (LONGEST_COMPRESSED + 1),
        to_text("00000001" + "1" * 47),  # a number of 15 digits where 14 belong
        to_text("00010000" + "101" + "00001" + "0" * 8),  # an encoding that does not exist
        to_text("00010000" + "011" + "11111" + "0" * 200),  # 31 characters where 20 may stand
        to_text("00010000" + "011" + "00000"),  # an empty lot
        to_text("00010000" + "100" + "00001" + "0000000"),  # a control character
        to_text("00000100" + "0" * 60),  # an AI that was never given out
        to_text("10111111" + "0" * 60),  # a short code that was never given out
        to_text("0011" + "0001" + "1111" + "0000" + "0" * 20),  # an AI with a letter
        to_text("1111" + "0000000" + "0" * 20),  # a pair with an empty key
        to_text("1111" + "0000001" + bits_of(ALPHABET.index("7"), 6) + "0000000001" + "0000"),  # a pair that poses as an AI
        to_text("1111" + "0000001" + bits_of(ALPHABET.index("k"), 6) + "1000000001" + "0001010"),  # a line break in a pair
        compressed([LOT, LOT]),
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(BadLink):
        decompress(text)


@given(st.one_of(st.text(ALPHABET, max_size=60), st.text(max_size=30)))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    try:
        pairs = decompress(text)
    except BadLink:
        return
    assert pairs
    assert all(key and value.isprintable() for key, value in pairs)


def test_longest_text_costs_next_to_nothing():
    before = time.perf_counter()
    for letter in ALPHABET:
        with pytest.raises(BadLink):
            decompress(letter * LONGEST_COMPRESSED)

    assert time.perf_counter() - before < 1
