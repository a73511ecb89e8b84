"""Every setting of My Say, read once from the environment (and `.env` in the project's root).

`.env.example` lists them all with what they mean.
"""

import functools
import os
from dataclasses import dataclass
from pathlib import Path

from environs import Env, validate

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
GIVEN = "MYSAY_SETTINGS_ARE_GIVEN"  # set by `make run` for its parts, which then do not read `.env` (bot/needs.py)


@dataclass(frozen=True)
class Settings:
    """What a service may set. Ports are TCP ports on `host`; the action server listens on loopback only."""

    chat_port: int
    inbox_port: int
    rasa_port: int
    actions_port: int
    rasa_processes: int
    rasa_at: tuple[str, ...]
    rasa_host: str
    metrics_host: str
    metrics_port: int
    host: str
    public_url: str
    database_url: str
    redis_url: str
    secret_keys: tuple[str, ...]
    internal_secret: str
    service_file: Path
    allowed_origins: tuple[str, ...]
    trusted_proxies: int
    keep_drafts_days: int
    keep_conversations_days: int
    keep_closed_days: int
    keep_audit_days: int
    keep_sent_days: int
    erased_file: Path
    telegram_token: str
    telegram_name: str
    telegram_webhook_url: str
    telegram_webhook_secret: str
    telegram_api_url: str
    api_token: str
    webhook_url: str
    webhook_secret: str
    smtp_url: str
    duty_email: str
    mail_from: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str

    @property
    def rasa_urls(self) -> tuple[str, ...]:
        """The addresses of the Rasa processes: those that are set, else those of this machine, on loopback."""
        here = range(self.rasa_port, self.rasa_port + self.rasa_processes)
        return self.rasa_at or tuple(f"http://127.0.0.1:{port}" for port in here)


def read(env: Env) -> Settings:
    """Reads the settings. Raises environs.EnvError naming the variable that is malformed."""
    with env.prefixed("MYSAY_"):
        chat_port = env.int("CHAT_PORT", 8080)
        return Settings(
            chat_port=chat_port,
            inbox_port=env.int("INBOX_PORT", 8081),
            rasa_port=env.int("RASA_PORT", 5005),
            actions_port=env.int("ACTIONS_PORT", 5055),
            rasa_processes=env.int("RASA_PROCESSES", 1, validate=validate.Range(1, 64)),
            rasa_at=tuple(str(url).rstrip("/") for url in env.list("RASA_URLS", [], subcast=str)),
            rasa_host=env.str("RASA_HOST", "127.0.0.1"),
            metrics_host=env.str("METRICS_HOST", "127.0.0.1"),
            metrics_port=env.int("METRICS_PORT", 9464, validate=validate.Range(0, 65_000)),
            host=env.str("HOST", "127.0.0.1"),
            public_url=env.str("PUBLIC_URL", f"http://127.0.0.1:{chat_port}"),
            database_url=env.str("DATABASE_URL", f"sqlite:///{VAR / 'my-say.db'}"),
            redis_url=env.str("REDIS_URL", ""),
            secret_keys=tuple(env.list("SECRET_KEYS", [])),
            internal_secret=env.str("INTERNAL_SECRET", ""),
            service_file=ROOT / env.str("SERVICE_FILE", "service.yml"),
            allowed_origins=tuple(env.list("ALLOWED_ORIGINS", [])),
            trusted_proxies=env.int("TRUSTED_PROXIES", 0),
            keep_drafts_days=env.int("KEEP_DRAFTS_DAYS", 30, validate=validate.Range(1)),
            keep_conversations_days=env.int("KEEP_CONVERSATIONS_DAYS", 90, validate=validate.Range(1)),
            keep_closed_days=env.int("KEEP_CLOSED_DAYS", 2922, validate=validate.Range(1)),
            keep_audit_days=env.int("KEEP_AUDIT_DAYS", 2922, validate=validate.Range(1)),
            keep_sent_days=env.int("KEEP_SENT_DAYS", 90, validate=validate.Range(1)),
            erased_file=ROOT / env.str("ERASED_FILE", "var/erased.txt"),
            telegram_token=env.str("TELEGRAM_TOKEN", ""),
            telegram_name=env.str("TELEGRAM_NAME", ""),
            telegram_webhook_url=env.str("TELEGRAM_WEBHOOK_URL", ""),
            telegram_webhook_secret=env.str("TELEGRAM_WEBHOOK_SECRET", ""),
            telegram_api_url=env.str("TELEGRAM_API_URL", "https://api.telegram.org/bot"),
            api_token=env.str("API_TOKEN", ""),
            webhook_url=env.str("WEBHOOK_URL", ""),
            webhook_secret=env.str("WEBHOOK_SECRET", ""),
            smtp_url=env.str("SMTP_URL", ""),
            duty_email=env.str("DUTY_EMAIL", ""),
            mail_from=env.str("MAIL_FROM", ""),
            oidc_issuer=env.str("OIDC_ISSUER", ""),
            oidc_client_id=env.str("OIDC_CLIENT_ID", ""),
            oidc_client_secret=env.str("OIDC_CLIENT_SECRET", ""),
        )


@functools.cache
def settings() -> Settings:
    """The settings of this process."""
    env = Env()
    if GIVEN not in os.environ:
        env.read_env(str(ROOT / ".env"), recurse=False)
    return read(env)
