"""People of the demonstration. Everybody may know their passwords: `load_sample` refuses to run on a real site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from catalog.models import Producer
from pages.roles import EDITORS, INSPECTORS, OFFICIALS
from pages.sample.loading import Load
from pages.teams import open_team

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PASSWORD = "ocop-trinh-dien-2026"  # noqa: S105  of the demonstration alone, and printed by show_addresses
TEAM_OF = "ho-kinh-doanh-nguyen-van-phong"


@dataclass(frozen=True)
class Account:
    """One account: name to sign in with, full name in two parts, group."""

    username: str
    last_name: str
    first_name: str
    group: str = ""
    is_superuser: bool = False


ACCOUNTS = (
    Account("quan-tri", "Quản trị", "(mẫu)", is_superuser=True),
    Account("can-bo", "Cán bộ chương trình", "(mẫu)", OFFICIALS),
    Account("bien-tap", "Biên tập viên", "(mẫu)", EDITORS),
    Account("kiem-tra", "Cán bộ kiểm tra", "(mẫu)", INSPECTORS),
    Account("chu-the", "Người của chủ thể", "(mẫu)"),
)


def load_people() -> dict[str, User]:
    """Give the accounts by their names, the missing ones newly made; a password that somebody changed stays changed."""
    users = {}
    for account in ACCOUNTS:
        user = get_user_model().objects.filter(username=account.username).first()
        if user is None:
            user = get_user_model().objects.create_user(
                account.username,
                email=f"{account.username}@ocop.example",
                password=PASSWORD,
                first_name=account.first_name,
                last_name=account.last_name,
                is_superuser=account.is_superuser,
                is_staff=account.is_superuser,
            )
            if account.group:
                user.groups.add(Group.objects.get(name=account.group))
        users[account.username] = user
    return users


def load_team(load: Load) -> None:
    """Open the team of one producer with its one member."""
    open_team(Producer.objects.get(slug=TEAM_OF), members=[load.people["chu-the"]])
