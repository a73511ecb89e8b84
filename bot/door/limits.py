"""How much may be sent: far more than a person types, far less than it takes to guess a code or flood the service.

Counted in memory, or in Redis where several doors share `MYSAY_REDIS_URL`. Addresses are counted as keyed hashes and
kept nowhere else.
"""

import ipaddress
import logging
import time
from functools import partial

from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from bot.door import log
from bot.door.errors import TooFast
from bot.door.threads import in_thread
from bot.records.encryption import keyed_hash
from bot.settings import settings

LIMITS: dict[str, RateLimitItem] = {
    "messages of a conversation": parse("120/minute"),
    "reads of a conversation": parse("240/minute"),
    "messages from an address": parse("1200/minute"),
    "conversations from an address": parse("120/minute"),
    "tries to resume from an address": parse("30/15 minutes"),
    "wrong codes from an address": parse("5/15 minutes"),
    "tries of a code": parse("10/15 minutes"),
}


class Limits:
    """The counters of this process, or those that all doors share in Redis."""

    def __init__(self) -> None:
        # a limiter holds its storage by a weak reference only
        self._storages: list[Storage] = [storage_from_string("memory://")]
        self._own = FixedWindowRateLimiter(self._storages[0])
        self._shared: FixedWindowRateLimiter | None = None
        if settings().redis_url:
            self._storages.append(storage_from_string(settings().redis_url, socket_timeout=1, socket_connect_timeout=1))
            self._shared = FixedWindowRateLimiter(self._storages[1])

    async def count(self, limit: str, who: str) -> None:
        """Counts one of `limit` for `who` (a conversation's id, an address, a code). Raises TooFast."""
        item, key = LIMITS[limit], keyed_hash(limit, who)[:32]
        if self._shared is not None:
            try:
                return await in_thread(partial(_count, self._shared, item, key))
            except (RedisError, OSError) as error:
                # a person is not kept out because the counters are: each door counts for itself until they are back
                log.event("limits", level=logging.WARNING, **log.failure(error))
        _count(self._own, item, key)

    async def check(self, limit: str, who: str) -> None:
        """Raises TooFast if `who` has no more of `limit` left; counts nothing."""
        item, key = LIMITS[limit], keyed_hash(limit, who)[:32]
        if self._shared is not None:
            try:
                return await in_thread(partial(_check, self._shared, item, key))
            except (RedisError, OSError):
                pass
        _check(self._own, item, key)


def _count(limiter: FixedWindowRateLimiter, item: RateLimitItem, key: str) -> None:
    if not limiter.hit(item, key):
        raise _too_fast(limiter, item, key)


def _check(limiter: FixedWindowRateLimiter, item: RateLimitItem, key: str) -> None:
    if not limiter.test(item, key):
        raise _too_fast(limiter, item, key)


def _too_fast(limiter: FixedWindowRateLimiter, item: RateLimitItem, key: str) -> TooFast:
    again_at, _left = limiter.get_window_stats(item, key)
    return TooFast(max(1, round(again_at - time.time()) + 1))


def address_of(peer: str | None, forwarded_for: str | None) -> str:
    """Where a request comes from: the peer, or behind trusted proxies what the outermost of them saw.

    An IPv6 address counts as its /64, which one home has. Nothing but what our own proxies added is believed.
    """
    address = peer or "unknown"
    hops = [hop.strip() for hop in (forwarded_for or "").split(",") if hop.strip()]
    if settings().trusted_proxies and len(hops) >= settings().trusted_proxies:
        address = hops[-settings().trusted_proxies]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)
