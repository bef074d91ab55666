"""Make the first administrator and, if need be, the top agency."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import AdministratorExists
from accounts.services import create_first_administrator, import_days_off


class Command(BaseCommand):
    """Ask for what is missing, then make the administrator."""

    help = "Tạo quản trị viên đầu tiên, cơ quan cao nhất và lịch nghỉ lễ / make the first administrator"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take everything from the command line, or ask."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="Họ và tên")
        parser.add_argument("--agency-code", required=True, help="Mã cơ quan cao nhất, ví dụ H61")
        parser.add_argument("--agency-name", required=True, help="Tên cơ quan cao nhất")
        parser.add_argument("--password-file", help="Tệp chứa mật khẩu; không có thì hỏi")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the administrator; say so, or why not."""
        at = timezone.now()
        try:
            person = create_first_administrator(
                email=options["email"],
                full_name=options["name"],
                password=self._password(options["password_file"]),
                agency_code=options["agency_code"],
                agency_name=options["agency_name"],
                at=at,
            )
        except AdministratorExists as error:
            raise CommandError("Đã có quản trị viên / there is an administrator already") from error
        import_days_off(at=at)
        self.stdout.write(f"{person.full_name} <{person.email}>")

    def _password(self, path: str | None) -> str:
        if path:
            with open(path, encoding="utf-8") as file:
                return file.read().strip()
        password = getpass("Mật khẩu / password: ")
        if password != getpass("Nhập lại / again: "):
            raise CommandError("Hai lần nhập khác nhau / the two differ")
        return password
