"""What each part is given of the environment: what it needs, and nothing else.

So Rasa, whose libraries are frozen, knows no password of the mail server and no token of Telegram. Parts that
`make run` starts do not read `.env` themselves (bot/settings.py).
"""

from collections.abc import Mapping

from bot.settings import GIVEN

SHARED = ("DATABASE_URL", "SECRET_KEYS", "INTERNAL_SECRET", "METRICS_HOST", "METRICS_PORT")
SERVED = ("SERVICE_FILE", "ERASED_FILE")
NEEDS: dict[str, tuple[str, ...]] = {
    "actions": (*SHARED, "SERVICE_FILE", "ACTIONS_PORT"),
    "rasa": (*SHARED, "SERVICE_FILE", "RASA_HOST", "RASA_PORT", "ACTIONS_PORT"),
    "door": (
        *SHARED,
        *SERVED,
        "HOST",
        "CHAT_PORT",
        "RASA_PORT",
        "RASA_PROCESSES",
        "RASA_URLS",
        "PUBLIC_URL",
        "TRUSTED_PROXIES",
        "ALLOWED_ORIGINS",
        "REDIS_URL",
        "KEEP_DRAFTS_DAYS",
        "KEEP_CONVERSATIONS_DAYS",
        "KEEP_CLOSED_DAYS",
        "KEEP_AUDIT_DAYS",
        "KEEP_SENT_DAYS",
        "TELEGRAM_TOKEN",
        "TELEGRAM_NAME",
        "TELEGRAM_WEBHOOK_URL",
        "TELEGRAM_WEBHOOK_SECRET",
        "TELEGRAM_API_URL",
    ),
    "inbox": (
        *SHARED,
        *SERVED,
        "HOST",
        "INBOX_PORT",
        "TRUSTED_PROXIES",
        "REDIS_URL",
        "API_TOKEN",
        "OIDC_ISSUER",
        "OIDC_CLIENT_ID",
        "OIDC_CLIENT_SECRET",
    ),
    "outbox": (
        *SHARED,
        *SERVED,
        "SMTP_URL",
        "DUTY_EMAIL",
        "MAIL_FROM",
        "WEBHOOK_URL",
        "WEBHOOK_SECRET",
    ),
}
OF_THE_SYSTEM = ("PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
# those that speak to somebody outside
OUTWARD = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
SPEAK_OUTSIDE = ("door", "inbox", "outbox")


def environment_of(part: str, environment: Mapping[str, str]) -> dict[str, str]:
    """What that part is given of this environment."""

    def is_given(name: str) -> bool:
        if name.startswith("MYSAY_"):
            return name.removeprefix("MYSAY_") in NEEDS[part]
        outward = part in SPEAK_OUTSIDE and name.upper() in OUTWARD
        return outward or name in OF_THE_SYSTEM or name.startswith(("LC_", "PYTHON"))

    return {name: value for name, value in environment.items() if is_given(name)} | {GIVEN: "1"}
