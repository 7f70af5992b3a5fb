"""Closed vocabularies of places."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitLevel(TextChoices):
    """The level of an administrative unit. Districts ended on 1 July 2025."""

    PROVINCE = "PROVINCE", _("province")
    DISTRICT = "DISTRICT", _("former district")
    COMMUNE = "COMMUNE", _("commune")


class UnitKind(TextChoices):
    """What a unit is called: the word before its name."""

    TINH = "TINH", _("Province")
    THANH_PHO = "THANH_PHO", _("City (centrally run)")
    HUYEN = "HUYEN", _("District")
    THI_XA = "THI_XA", _("Town")
    THANH_PHO_TINH = "THANH_PHO_TINH", _("City (of a province)")
    XA = "XA", _("Commune")
    PHUONG = "PHUONG", _("Ward")
    THI_TRAN = "THI_TRAN", _("Township")
    DAC_KHU = "DAC_KHU", _("Special zone")


# The Vietnamese word stands before the name, the English one behind it; both are official parts of the name, not interface text.
KIND_WORDS = {
    UnitKind.TINH: ("tỉnh", "Province"),
    UnitKind.THANH_PHO: ("thành phố", "City"),
    UnitKind.HUYEN: ("huyện", "District"),
    UnitKind.THI_XA: ("thị xã", "Town"),
    UnitKind.THANH_PHO_TINH: ("thành phố", "City"),
    UnitKind.XA: ("xã", "Commune"),
    UnitKind.PHUONG: ("phường", "Ward"),
    UnitKind.THI_TRAN: ("thị trấn", "Township"),
    UnitKind.DAC_KHU: ("đặc khu", "Special Zone"),
}


class SalePointKind(TextChoices):
    """Where a sale point may stand.

    Source: Decision 950/QĐ-BCT (18/4/2023), criterion of place; OCOP centres: local regulations such as 524/QĐ-UBND (Quảng Nam).
    """

    OCOP_CENTRE = "OCOP_CENTRE", _("OCOP centre")
    TRADE_CENTRE = "TRADE_CENTRE", _("Trade centre")
    SUPERMARKET = "SUPERMARKET", _("Supermarket")
    MARKET = "MARKET", _("Market")
    SERVICE_CENTRE = "SERVICE_CENTRE", _("Service centre")
    STATION = "STATION", _("Station, airport or port")
    REST_STOP = "REST_STOP", _("Rest stop")
    TOURIST_AREA = "TOURIST_AREA", _("Tourist area")
    RESTAURANT_HOTEL = "RESTAURANT_HOTEL", _("Restaurant or hotel")
    CRAFT_VILLAGE = "CRAFT_VILLAGE", _("Craft village")
    FAIR_CENTRE = "FAIR_CENTRE", _("Fair centre")
    POST_OFFICE = "POST_OFFICE", _("Post office")
    OUTSIDE_PROVINCE = "OUTSIDE_PROVINCE", _("Shop outside the province")


class SalePointState(TextChoices):
    """The life of a sale point."""

    REGISTERED = "REGISTERED", _("registered")
    APPRAISED = "APPRAISED", _("appraised")
    OPERATING = "OPERATING", _("operating")
    SUSPENDED = "SUSPENDED", _("suspended")
    CLOSED = "CLOSED", _("closed")


class Facility(TextChoices):
    """What a visitor finds at a sale point."""

    SHELVING = "SHELVING", _("display shelves")
    CHILLER = "CHILLER", _("chiller")
    FREEZER = "FREEZER", _("freezer")
    PRICE_TAGS = "PRICE_TAGS", _("prices shown")
    SIGN_BOARD = "SIGN_BOARD", _("OCOP sign board")
    PARKING = "PARKING", _("parking")
    COACH_PARKING = "COACH_PARKING", _("coach parking")
    TOILETS = "TOILETS", _("toilets")
    STEP_FREE = "STEP_FREE", _("step-free entrance")
    TASTING = "TASTING", _("tasting")


class PaymentMethod(TextChoices):
    """How a visitor can pay at a sale point."""

    CASH = "CASH", _("cash")
    BANK_QR = "BANK_QR", _("bank transfer by QR")
    CARD = "CARD", _("card")


class SpokenLanguage(TextChoices):
    """What is spoken at a sale point."""

    VI = "vi", _("Vietnamese")
    EN = "en", _("English")


class Weekday(TextChoices):
    """Days of the week; weeks start on Monday. The value is Python's `isoweekday()`."""

    MONDAY = "1", _("Monday")
    TUESDAY = "2", _("Tuesday")
    WEDNESDAY = "3", _("Wednesday")
    THURSDAY = "4", _("Thursday")
    FRIDAY = "5", _("Friday")
    SATURDAY = "6", _("Saturday")
    SUNDAY = "7", _("Sunday")
