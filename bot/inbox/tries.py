"""How many sign-ins may be tried from one address: enough for a whole office, too few to guess through many workers."""

import functools

from limits import parse
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from bot.records.encryption import keyed_hash
from bot.settings import settings

PER_ADDRESS = parse("60/minute")


@functools.cache
def _storage() -> Storage:
    """The counters: in Redis where several inboxes share `MYSAY_REDIS_URL`, else in this process."""
    found: Storage = storage_from_string(settings().redis_url or "memory://")
    return found


def allowed(address: str) -> bool:
    """Counts a try; False if there were too many this minute. The address itself is kept nowhere."""
    found: bool = FixedWindowRateLimiter(_storage()).hit(PER_ADDRESS, keyed_hash("sign-in", address)[:32])
    return found
