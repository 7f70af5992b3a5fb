from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from traceability.domain.gs1.digital_link import LONGEST_LINK, BadLink, DigitalLink, parse_link

pytestmark = pytest.mark.usefixtures("english")

GTIN = "08934567000123"
CHARACTERS = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("path", "link"),
    [
        (f"/01/{GTIN}", DigitalLink(GTIN)),
        (f"/01/{GTIN}/", DigitalLink(GTIN)),
        ("/01/8934567000123", DigitalLink(GTIN)),
        ("/01/95212340", DigitalLink("00000095212340")),
        ("/01/614141123452", DigitalLink("00614141123452")),
        (f"/01/{GTIN}/10/L-1", DigitalLink(GTIN, lot="L-1")),
        (f"/01/{GTIN}/10/L-1/", DigitalLink(GTIN, lot="L-1")),
        (f"/01/{GTIN}/21/S1", DigitalLink(GTIN, serial="S1")),
        (f"/01/{GTIN}/22/2A", DigitalLink(GTIN, cpv="2A")),
        (f"/01/{GTIN}/10/L/21/S", DigitalLink(GTIN, lot="L", serial="S")),
        (f"/01/{GTIN}/22/V/21/S", DigitalLink(GTIN, cpv="V", serial="S")),
        (f"/01/{GTIN}/22/V/10/L/21/S", DigitalLink(GTIN, cpv="V", lot="L", serial="S")),
        (f"/01/{GTIN}/235/{'x' * 28}", DigitalLink(GTIN, tpx="x" * 28)),
        (f"/01/{GTIN}/10/A%2FB%3F%25", DigitalLink(GTIN, lot="A/B?%")),
        ("/AQnYUc1gmiCNV4JG", DigitalLink("05412345000013", lot="ABC123", compressed=True)),
        ("/AQnYUc1gmiCNV4JG/", DigitalLink("05412345000013", lot="ABC123", compressed=True)),
        (f"/01/{GTIN}/EEarwSMhC4an0V04", DigitalLink(GTIN, lot="ABC123", serial="72292641703", compressed=True)),
        (f"/01/{GTIN}/EEarwSMXRuGw/", DigitalLink(GTIN, lot="ABC123", pairs=(("17", "290331"),), compressed=True)),
    ],
)
def test_link_is_read(path, link):
    assert parse_link(path) == link


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "compressed"),
        ("/", "compressed"),
        ("/01", "compressed"),
        ("/01/", "compressed"),
        ("/gtin/08934567000123", "begin with a GTIN"),
        ("/00/998440410914660971", "begin with a GTIN"),
        ("/01/08934567000129", "last digit"),
        ("/01/0893456700012", "last digit"),
        ("/01/893456700", "8, 12, 13 or 14"),
        ("/01/0893456700012X", "8, 12, 13 or 14"),
        ("/01/%D9%A0893456700012", "8, 12, 13 or 14"),
        (f"/01/{GTIN}/foo", "compressed"),
        (f"/01/{GTIN}/10", "compressed"),
        (f"/01/{GTIN}/10/", "compressed"),
        (f"/01/{GTIN}/10/L/21", "one of them is missing"),
        (f"/01/{GTIN}/10//21/S", "empty"),
        (f"/01/{GTIN}//10/L", "one of them is missing"),
        (f"/01/{GTIN}/10/{'x' * 21}", r"\(10\)"),
        (f"/01/{GTIN}/21/{'x' * 21}", r"\(21\)"),
        (f"/01/{GTIN}/10/a%20b", r"\(10\)"),
        (f"/01/{GTIN}/10/L%C3%B4", r"\(10\)"),
        (f"/01/{GTIN}/10/a%23b", r"\(10\)"),
        (f"/01/{GTIN}/10/a%00", r"\(10\)"),
        (f"/01/{GTIN}/10/%FF", "percent-encoded"),
        (f"/01/{GTIN}/10/100%", "percent-encoded"),
        (f"/01/{GTIN}/10/%zz", "percent-encoded"),
        (f"/01/{GTIN}/21/S/10/L", "order"),
        (f"/01/{GTIN}/10/L/22/V", "order"),
        (f"/01/{GTIN}/10/L/10/L", "twice"),
        (f"/01/{GTIN}/01/{GTIN}", "twice"),
        (f"/01/{GTIN}/17/290331", "17"),
        (f"/01/{GTIN}/lot/L", "lot"),
        (f"/10/L/01/{GTIN}", "begin with a GTIN"),
        (f"/01/{GTIN}/21/S/235/T", "235"),
        (f"/01/{GTIN}/AQnYUc1gmg", "twice"),
        (f"/01/{GTIN}/10/L/EEarwSM", "one of them is missing"),
        ("/AN2yxDhfaiaw", "begin with a GTIN"),
        (f"/01/{GTIN}/21/" + "%41" * LONGEST_LINK, "too long"),
    ],
)
def test_anything_else_is_refused_with_its_reason(path, said):
    with pytest.raises(BadLink, match=said):
        parse_link(path)


def test_query_is_kept_as_given_and_read():
    link = parse_link(f"/01/{GTIN}", "17=291301&linkType=gs1%3Apip;k=%C3%A9&flag&17=300101&=x")

    assert link.pairs == (("17", "291301"), ("linkType", "gs1:pip"), ("k", "é"), ("flag", ""), ("17", "300101"), ("", "x"))
    assert link.attributes == {"17": "300101"}
    assert link.asked("linkType") == "gs1:pip"
    assert link.asked("17") == "291301"
    assert link.asked("linktype") == ""


def test_pairs_of_the_compressed_part_come_first():
    link = parse_link(f"/01/{GTIN}/EEarwSMXRuGw", "a=b c")

    assert link.query == "17=290331&a=b%20c"


@pytest.mark.parametrize(
    ("path", "levels"),
    [
        (f"/01/{GTIN}", [("gtin", "")]),
        (f"/01/{GTIN}/10/L%2F1", [("lot", "/10/L%2F1"), ("gtin", "")]),
        (f"/01/{GTIN}/21/S", [("serial", "/21/S"), ("gtin", "")]),
        (f"/01/{GTIN}/235/T", [("tpx", "/235/T"), ("gtin", "")]),
        (
            f"/01/{GTIN}/22/V/10/L/21/S?",
            [("serial", "/22/V/10/L/21/S%3F"), ("lot", "/22/V/10/L"), ("cpv", "/22/V"), ("gtin", "")],
        ),
    ],
)
def test_levels_go_up_to_the_product(path, levels):
    assert [(level.level, level.path) for level in parse_link(path).levels()] == [
        (name, f"/01/{GTIN}{rest}") for name, rest in levels
    ]


bodies = st.text("0123456789", min_size=13, max_size=13)
values = st.text(CHARACTERS, min_size=1, max_size=20)


@given(body=bodies, lot=values, serial=values, variant=values, slash=st.sampled_from(["", "/"]))
def test_every_canonical_path_is_read_back(body, lot, serial, variant, slash):
    link = DigitalLink(body + ean.calc_check_digit(body), cpv=variant, lot=lot, serial=serial)

    assert parse_link(link.path + slash) == link


segments = st.one_of(
    st.sampled_from(["01", "10", "21", "22", "235", GTIN, "17", "", "%", "%2F", "AQnYUc1gmg"]), st.text(max_size=12)
)


@given(parts=st.lists(segments, max_size=8), query=st.text(max_size=30), encoded=st.booleans())
def test_any_address_is_read_or_refused_and_nothing_else(parts, query, encoded):
    path = "/" + "/".join(quote(part, safe="%") if encoded else part for part in parts)
    try:
        link = parse_link(path, query)
    except BadLink:
        return
    assert len(link.gtin) == 14
    assert ean.is_valid(link.gtin)
    assert link.path.isascii()
    assert [level.level for level in link.levels()][-1] == "gtin"
