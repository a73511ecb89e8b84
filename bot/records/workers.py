"""The people who sign in to the inbox: their passwords, second factor, sessions and tokens for other software."""

import functools
import secrets
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, delete, select
from sqlalchemy.orm import Session

from bot.records.base import Base, UTCDateTime, now
from bot.records.encryption import EncryptedJSON, EncryptedText, keyed_hash

ROLES = {
    "worker": "Worker",
    "lead": "Lead",
    "independent_lead": "Independent lead",
    "auditor": "Auditor",
    "administrator": "Administrator",
}
SCOPES = {
    "read": "Read hand-overs",
    "act": "Acknowledge, assign, reply, review and close",
    "statistics": "Read numbers",
}
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
FREE_TRIES = 4
LONGEST_LOCK = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
# argon2-cffi's defaults are RFC 9106's low-memory profile
_hasher = PasswordHasher()


class Worker(Base):
    """A worker of the service. `shown_as` is the name people see ("Jo"); without it they see the team's."""

    __tablename__ = "workers"

    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)
    shown_as = Column(String(80))
    email = Column(String(120), nullable=False, unique=True)
    password_hash = Column(String(200), nullable=False)
    role = Column(String(20), nullable=False, default="worker")
    active = Column(Boolean, nullable=False, default=True)
    created_at = Column(UTCDateTime, nullable=False, default=now)
    failures = Column(Integer, nullable=False, default=0)
    locked_until = Column(UTCDateTime)
    totp_secret = Column(EncryptedText)
    totp_last_step = Column(Integer)
    recovery_hashes = Column(EncryptedJSON)
    oidc_subject = Column(String(255), unique=True)


class WorkerSession(Base):
    """One signed-in browser. It ends after 30 minutes without use, after 10 hours, or when the worker signs out."""

    __tablename__ = "worker_sessions"

    token_hash = Column(String(64), primary_key=True)
    worker_id = Column(ForeignKey("workers.id", ondelete="CASCADE"), nullable=False, index=True)
    second_factor = Column(Boolean, nullable=False)
    created_at = Column(UTCDateTime, nullable=False, default=now)
    last_at = Column(UTCDateTime, nullable=False, default=now)


class ApiToken(Base):
    """A token for other software. With `worker_id` it sees what that worker sees, without one what the team sees."""

    __tablename__ = "api_tokens"

    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)
    token_hash = Column(String(64), nullable=False, unique=True)
    worker_id = Column(ForeignKey("workers.id", ondelete="CASCADE"))
    scopes = Column(String(40), nullable=False)
    created_at = Column(UTCDateTime, nullable=False, default=now)
    expires_at = Column(UTCDateTime, nullable=False)
    revoked_at = Column(UTCDateTime)


class PasswordTooShort(ValueError):
    """A password of fewer than 12 characters, or one that is a single character again and again."""

    def __init__(self) -> None:
        super().__init__(f"Choose a password of at least {SHORTEST_PASSWORD} characters. Four random words are good.")


def hash_password(password: str) -> str:
    """The password's argon2id hash. Raises PasswordTooShort."""
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < 4:
        raise PasswordTooShort
    return _hasher.hash(password)


def add(session: Session, name: str, email: str, role: str, password: str) -> Worker:
    """Adds a worker. Raises PasswordTooShort, or ValueError for an unknown role or an e-mail address that is taken."""
    email = email.strip().casefold()
    if role not in ROLES:
        raise ValueError(f"There is no role {role}. There are: {', '.join(ROLES)}.")
    if "@" not in email or not name.strip():
        raise ValueError("A worker needs a name and an e-mail address.")
    if by_email(session, email):
        raise ValueError(f"{email} is already in use.")
    worker = Worker(name=name.strip(), email=email, role=role, password_hash=hash_password(password))
    session.add(worker)
    session.flush()
    return worker


def by_email(session: Session, email: str) -> Worker | None:
    """The worker with that e-mail address."""
    found: Worker | None = session.scalar(select(Worker).where(Worker.email == email.strip().casefold()))
    return found


@functools.cache
def _nobody() -> str:
    """A hash that no password fits."""
    return _hasher.hash(secrets.token_urlsafe())


def check_password(worker: Worker | None, password: str) -> bool:
    """True if the password is right. Takes as long where there is no such worker, so that nobody learns who there is."""
    try:
        return _hasher.verify(worker.password_hash if worker else _nobody(), password) and worker is not None
    except (VerificationError, InvalidHashError):
        return False


def failed(worker: Worker) -> None:
    """Counts a failure; after four, each one locks the sign-in for twice as long, up to 15 minutes."""
    worker.failures += 1
    if worker.failures > FREE_TRIES:
        worker.locked_until = now() + min(LONGEST_LOCK, timedelta(seconds=30 * 2 ** (worker.failures - FREE_TRIES - 1)))


def succeeded(worker: Worker) -> None:
    """Forgets the failures."""
    worker.failures, worker.locked_until = 0, None


def locked_for(worker: Worker) -> timedelta | None:
    """How long the sign-in is still locked, or None."""
    return worker.locked_until - now() if worker.locked_until and worker.locked_until > now() else None


def start_session(session: Session, worker: Worker, second_factor: bool) -> str:
    """Signs a browser in; the token is what its cookie holds. Sessions that are over are cleared away."""
    session.execute(delete(WorkerSession).where(WorkerSession.created_at < now() - LONGEST))
    token = secrets.token_urlsafe(32)
    session.add(
        WorkerSession(token_hash=keyed_hash("session", token), worker_id=worker.id, second_factor=second_factor)
    )
    return token


def of_session(session: Session, token: str) -> tuple[Worker, WorkerSession] | None:
    """The worker whose browser holds `token`, or None if the session has ended or the worker may no longer sign in."""
    found = session.get(WorkerSession, keyed_hash("session", token))
    if found is None or found.last_at < now() - IDLE or found.created_at < now() - LONGEST:
        return None
    worker = session.get(Worker, found.worker_id)
    return (worker, found) if worker and worker.active else None


def end_sessions(session: Session, worker_id: int, keep: str | None = None) -> None:
    """Signs a worker out everywhere; `keep` is the token hash of the one session that stays."""
    session.execute(
        delete(WorkerSession).where(WorkerSession.worker_id == worker_id, WorkerSession.token_hash != (keep or ""))
    )


def check_code(worker: Worker, code: str, at: datetime | None = None) -> bool:
    """True if `code` is the second factor's of this moment (or the one before or after), and not used before."""
    code = code.replace(" ", "")
    step = int((at or now()).timestamp()) // 30
    totp = pyotp.TOTP(worker.totp_secret)
    for tried in (step, step - 1, step + 1):
        if tried > (worker.totp_last_step or 0) and pyotp.utils.strings_equal(totp.at(tried * 30), code):
            worker.totp_last_step = tried
            return True
    return False


def new_recovery_codes(worker: Worker) -> list[str]:
    """Ten codes to be written down, each good once, in place of those before."""
    codes = [f"{secrets.randbelow(10**5):05d}-{secrets.randbelow(10**5):05d}" for _ in range(10)]
    worker.recovery_hashes = [keyed_hash("recovery", f"{worker.id}:{code}") for code in codes]
    return codes


def use_recovery_code(worker: Worker, code: str) -> bool:
    """True if the code is one of the worker's that was not used; then it is used."""
    hashed = keyed_hash("recovery", f"{worker.id}:{code.strip()}")
    left = worker.recovery_hashes or []
    if hashed not in left:
        return False
    worker.recovery_hashes = [kept for kept in left if kept != hashed]
    return True


def new_token(session: Session, name: str, scopes: list[str], days: int, worker_id: int | None = None) -> str:
    """A new API token, shown once. Raises ValueError for a scope that does not exist or none at all."""
    if not scopes or not set(scopes) <= set(SCOPES) or not name.strip():
        raise ValueError("A token needs a name and at least one of: " + ", ".join(SCOPES) + ".")
    token = "mysay_" + secrets.token_urlsafe(32)
    session.add(
        ApiToken(
            name=name.strip(),
            token_hash=keyed_hash("api", token),
            worker_id=worker_id,
            scopes=" ".join(scopes),
            expires_at=now() + timedelta(days=days),
        )
    )
    return token


def of_token(session: Session, token: str) -> ApiToken | None:
    """The API token, unless it has ended, was taken back, or its worker may no longer sign in."""
    found: ApiToken | None = session.scalar(select(ApiToken).where(ApiToken.token_hash == keyed_hash("api", token)))
    if found is None or found.revoked_at or found.expires_at < now():
        return None
    if found.worker_id and not session.get(Worker, found.worker_id).active:
        return None
    return found
