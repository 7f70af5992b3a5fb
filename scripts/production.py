"""Secrets and checks of the production settings.

`python scripts/production.py secrets` prints a new .env: every secret freshly made, everything else to fill in.
`python scripts/production.py check` runs `manage.py check --deploy` with secrets that are thrown away.
"""

from __future__ import annotations

import secrets
import subprocess
import sys

from paths import PYTHON, ROOT, site_environment

ENV_FILE = """\
# Settings of this installation. Keep it out of version control, readable by its owner alone, and back it up.
# Each variable is described in docs/settings.md.

# To fill in. PUBLIC_URL is printed in the stamps and must live as long as they do.
# A space after each comma: the proxy reads the same list.
PUBLIC_URL=https://ocop.example
ALLOWED_HOSTS=ocop.example
EMAIL_URL=smtp+tls://user:password@mail.ocop.example:587
DEFAULT_FROM_EMAIL=ocop@ocop.example

# Made for you, at random.
SECRET_KEY={secret_key}
POSTGRES_PASSWORD={postgres}
REDIS_PASSWORD={redis}
ELASTIC_PASSWORD={elastic}

# To search with Elasticsearch instead of the database, take the two marks away. See docs/operations.md.
# COMPOSE_PROFILES=elasticsearch
# ELASTICSEARCH_URL=http://elastic:${{ELASTIC_PASSWORD}}@elasticsearch:9200

# The keys of the stamps are in a volume of their own, and in no variable. `manage.py stamp_keys new` makes the first.
# Back the file up: without it no printed stamp can be verified any more. See docs/how-to/look-after-the-keys.md.
STAMP_KEYS_FILE=/keys/stamp-keys
"""


def env_file() -> str:
    """Give the text of a new .env. Only letters, digits and -_: nothing that a URL or Compose would read otherwise."""
    return ENV_FILE.format(
        secret_key=secrets.token_urlsafe(64),
        postgres=secrets.token_hex(24),
        redis=secrets.token_hex(24),
        elastic=secrets.token_hex(24),
    )


def throw_away_environment() -> dict[str, str]:
    """Give what the production settings ask for, good for a check and nothing else. Nothing listens at the database's address."""
    return {
        "DJANGO_SETTINGS_MODULE": "ocop.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "STAMP_KEYS": f"A:{secrets.token_hex(32)}",
        "STAMP_KEY_CURRENT": "A",
        "DATABASE_URL": "postgres://ocop:ocop@127.0.0.1:9/ocop",
        "PUBLIC_URL": "https://ocop.example",
        "ALLOWED_HOSTS": "ocop.example",
    }


def check() -> int:
    """Run Django's deployment checks on the production settings; a warning counts as a failure."""
    command = [str(PYTHON), str(ROOT / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=site_environment(**throw_away_environment()), check=False).returncode


def main() -> int:
    """Do what the first word says."""
    match sys.argv[1:]:
        case ["secrets"]:
            print(env_file(), end="")
            return 0
        case ["check"]:
            return check()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
