"""How much may be sent: far more than a person types, far less than it takes to guess a code or flood the service.

Counted in memory, or in Redis where several doors share `MYSAY_REDIS_URL`. Addresses are counted as keyed hashes and
kept nowhere else.
"""

import ipaddress
import logging
import time
from collections.abc import Callable, Sequence
from functools import partial

from limits import RateLimitItem, parse_many
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from bot.door import log
from bot.door.counters import Counters
from bot.door.errors import TooFast
from bot.door.threads import in_thread
from bot.records.encryption import keyed_hash
from bot.settings import settings

# A message a second for as long as one likes, many at once now and then; an address may be a whole office's.
LIMITS: dict[str, Sequence[RateLimitItem]] = {
    "messages of a conversation": parse_many("60/2 seconds; 360/5 minutes"),
    "reads of a conversation": parse_many("1200/minute"),
    "calls from an address": parse_many("6000/minute"),
    "conversations from an address": parse_many("300/minute; 20000/day"),
    "exits from an address": parse_many("60/minute"),
    "tries to resume from an address": parse_many("30/15 minutes"),
    "wrong codes from an address": parse_many("5/15 minutes"),
    "tries of a code": parse_many("10/15 minutes"),
}


class Limits:
    """The counters of this process, or those that all doors share in Redis."""

    def __init__(self) -> None:
        # a limiter holds its storage by a weak reference only
        self._storages: list[Storage] = [Counters()]
        self._own = FixedWindowRateLimiter(self._storages[0])
        self._shared: FixedWindowRateLimiter | None = None
        if settings().redis_url:
            self._storages.append(storage_from_string(settings().redis_url, socket_timeout=1, socket_connect_timeout=1))
            self._shared = FixedWindowRateLimiter(self._storages[1])

    async def count(self, limit: str, who: str) -> None:
        """Counts one of `limit` for `who` (a conversation's id, an address, a code). Raises TooFast."""
        await self._ask(_count, limit, who)

    async def check(self, limit: str, who: str) -> None:
        """Raises TooFast if `who` has no more of `limit` left; counts nothing."""
        await self._ask(_check, limit, who)

    async def _ask(self, what: Callable[[FixedWindowRateLimiter, str, str], None], limit: str, who: str) -> None:
        key = keyed_hash(limit, who)[:32]
        if self._shared is not None:
            try:
                return await in_thread(partial(what, self._shared, limit, key))
            except (RedisError, OSError) as error:
                # a person is not kept out because the counters are: each door counts for itself until they are back
                log.event("limits", level=logging.WARNING, **log.failure(error))
        what(self._own, limit, key)


def _count(limiter: FixedWindowRateLimiter, limit: str, key: str) -> None:
    for item in LIMITS[limit]:
        if not limiter.hit(item, limit, key):
            raise _too_fast(limiter, item, limit, key)


def _check(limiter: FixedWindowRateLimiter, limit: str, key: str) -> None:
    for item in LIMITS[limit]:
        if not limiter.test(item, limit, key):
            raise _too_fast(limiter, item, limit, key)


def _too_fast(limiter: FixedWindowRateLimiter, item: RateLimitItem, limit: str, key: str) -> TooFast:
    again_at, _left = limiter.get_window_stats(item, limit, key)
    return TooFast(max(1, round(again_at - time.time()) + 1))


def address_of(peer: str | None, forwarded_for: str) -> str:
    """Where a request comes from: the peer, or behind trusted proxies what the outermost of them saw.

    An IPv6 address counts as its /64, which one home has. Nothing but what our own proxies added is believed.
    """
    address = peer or "unknown"
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    if settings().trusted_proxies and len(hops) >= settings().trusted_proxies:
        address = hops[-settings().trusted_proxies]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)
