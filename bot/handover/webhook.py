"""The webhook: a signed POST that says what happened to which hand-over. The receiver reads the rest through the API.

Signed as in the Standard Webhooks specification: `webhook-id`, `webhook-timestamp` and `webhook-signature`, which is
`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`. The id is the same at every try, so that a receiver can
tell a repetition; the timestamp is that of the try.
"""

import base64
import hashlib
import hmac
import json
import time

import httpx

from bot.handover.receivers import NotDelivered, Notice

SECONDS = 10.0


def body(notice: Notice) -> bytes:
    """What is posted."""
    at = notice.at.isoformat(timespec="seconds").replace("+00:00", "Z")
    said = {
        "id": notice.id,
        "type": notice.event,
        "timestamp": at,
        "data": {"reference": notice.reference} | notice.data,
    }
    return json.dumps(said, separators=(",", ":")).encode()


def signature(secret: str, notice_id: str, timestamp: int, content: bytes) -> str:
    """The signature header's value. A secret that begins with `whsec_` is base64, any other is taken as it is."""
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    signed = hmac.new(key, f"{notice_id}.{timestamp}.".encode() + content, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


def send(url: str, secret: str, notice: Notice) -> None:
    """Posts a notice; any 2xx means that the receiver has it. Raises NotDelivered."""
    content, timestamp = body(notice), int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "My-Say",
        "webhook-id": notice.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, notice.id, timestamp, content),
    }
    try:
        answer = httpx.post(url, content=content, headers=headers, timeout=SECONDS, follow_redirects=False)
    except httpx.HTTPError as error:
        raise NotDelivered(f"The receiver cannot be reached ({type(error).__name__}).") from None
    if not answer.is_success:
        raise NotDelivered(f"The receiver answered {answer.status_code}.")
