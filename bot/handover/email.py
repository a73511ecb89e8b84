"""E-mail to the service: that something waits, and where. Never what a person said, who they are, or how urgent it reads."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from bot.handover.receivers import NotDelivered, Notice
from bot.service import service

SECONDS = 10
SUBJECTS = {
    "handover.created": "A new hand-over waits in the inbox",
    "handover.updated": "A hand-over in the inbox has changed",
    "alert.raised": "An alert waits in the inbox: please look now",
}


def message(notice: Notice, to: list[str], sender: str) -> EmailMessage:
    """The e-mail about a notice."""
    made = EmailMessage()
    repeated = notice.data.get("repeat", 0)
    subject = SUBJECTS[notice.event]
    if repeated:
        subject = f"{subject} (told {repeated + 1} times, nobody has acknowledged it)"
    made["Subject"] = subject
    made["From"] = sender
    made["To"] = ", ".join(to)
    made["Date"] = formatdate(notice.at.timestamp())
    made["Message-ID"] = make_msgid(idstring=notice.id, domain="my-say.invalid")
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(
        f"{subject}.\n\n"
        f"Reference: {notice.reference}\n\n"
        f"Sign in to the inbox of {service().name} to read it. This e-mail holds nothing that was said.\n"
    )
    return made


def send(smtp_url: str, made: EmailMessage) -> None:
    """Sends over `smtp://user:password@host:port`, `smtp+tls://` (STARTTLS) or `smtps://`. Raises NotDelivered."""
    server = urlsplit(smtp_url)
    host, secure = server.hostname or "localhost", ssl.create_default_context()
    try:
        if server.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=SECONDS, context=secure)
        else:
            connection = smtplib.SMTP(host, server.port or 25, timeout=SECONDS)
        with connection:
            if server.scheme == "smtp+tls":
                connection.starttls(context=secure)
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(made)
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(f"The mail server answered {error.smtp_code}.") from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(f"The mail server cannot be reached ({type(error).__name__}).") from None
