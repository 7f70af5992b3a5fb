"""Loading the sample data: all or nothing; the drawings, and what is made up."""

import io
from datetime import date, time

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from PIL import Image

from core.validators import validate_gtin
from pages.sample import load as loading
from pages.sample.art import DRAWINGS, keep_pictures
from pages.sample.goods import GOODS, make_up_gtin, picture_key
from pages.sample.load import load_sample
from pages.sample.pen import Pen
from pages.sample.points import read_closed, read_hours
from pages.sample.stamps import verdict_examples
from search.domain.indexing import is_paused, paused, refresh
from search.sources import sources

TODAY = date(2026, 11, 23)


def small_png(self):
    out = io.BytesIO()
    Image.new("RGB", (16, 12), "white").save(out, "PNG")
    return out.getvalue()


def load():
    load_sample(today=TODAY, seed=2026, say=lambda _text: None)


def all_counts():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_without_sample_stamps_there_are_no_examples(db):
    assert verdict_examples() == {}


def test_it_refuses_to_run_on_a_real_site(db, settings):
    settings.SESSION_COOKIE_SECURE = True
    with pytest.raises(CommandError, match="--yes-this-is-a-demo"):
        call_command("load_sample")
    assert not get_user_model().objects.exists()


def test_a_load_that_fails_leaves_nothing(db, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    before = all_counts()
    monkeypatch.setattr(Pen, "png", small_png)

    def fail(*_args):
        assert len(list(tmp_path.glob("original_images/*"))) == len(DRAWINGS)
        raise RuntimeError("half-way")

    monkeypatch.setattr(loading, "load_pages", fail)
    with pytest.raises(RuntimeError, match="half-way"):
        load()
    assert all_counts() == before
    assert list(tmp_path.glob("original_images/*")) == []


def test_files_of_a_killed_load_are_written_over(db, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(Pen, "png", small_png)
    monkeypatch.setattr(loading, "_load", lambda whole: keep_pictures(whole.pictures))
    left_over = tmp_path / "original_images" / "hinh-mau-cu-do.png"
    left_over.parent.mkdir()
    left_over.write_bytes(b"half a pict")
    load()
    assert len(list(tmp_path.glob("original_images/*"))) == len(DRAWINGS)
    assert left_over.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("key", ["cu-do", "coast"])
def test_a_drawing_is_large_enough_for_every_place(key):
    picture = Image.open(io.BytesIO(DRAWINGS[key].draw().png()))
    assert picture.size == (1600, 1200)
    assert picture.getpixel((5, 5)) != picture.getpixel((800, 700))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nước mắm Kỳ Phú", "fish-sauce"),
        ("Rượu nhung hươu", "spirits"),
        ("Bột nhung hươu Việt Gold", "antler"),
        ("Bánh đa vừng đen Hạnh Tâm", "rice-paper"),
        ("Vú sữa Tân Yên", "fruit"),
        ("9 sản phẩm sữa", "milk"),
        ("Gạo Cẩm Thành", "rice"),
        ("Something else", "market"),
    ],
)
def test_the_name_decides_the_picture(name, key):
    assert picture_key(name) == key


def test_every_kind_of_good_has_a_drawing():
    assert set(GOODS) <= set(DRAWINGS)


def test_made_up_barcodes_have_a_true_check_digit():
    validate_gtin(make_up_gtin(7))


def test_hours_are_read():
    assert list(read_hours("Mo-Tu 07:30-11:30,13:30-17:00;Su 08:00-12:00")) == [
        ("1", time(7, 30), time(11, 30)),
        ("1", time(13, 30), time(17)),
        ("2", time(7, 30), time(11, 30)),
        ("2", time(13, 30), time(17)),
        ("7", time(8), time(12)),
    ]
    assert list(read_hours("")) == []


def test_closed_days_are_read():
    assert list(read_closed("2027-02-05..2027-02-08 Nghỉ Tết")) == [(date(2027, 2, 5), date(2027, 2, 8), "Nghỉ Tết")]
    with pytest.raises(ValueError, match="cannot be read"):
        list(read_closed("soon"))


def test_the_index_rests_during_a_load(db):
    source = sources()[0]
    with paused():
        assert is_paused()
        assert refresh(source) == 0
    assert not is_paused()
