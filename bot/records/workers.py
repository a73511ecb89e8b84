"""The people who sign in to the inbox."""

from sqlalchemy import Boolean, Column, Integer, String

from bot.records.base import Base, UTCDateTime, now


class Worker(Base):
    """A worker of the service. `role`: worker, lead, independent_lead, auditor, administrator."""

    __tablename__ = "workers"

    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)
    email = Column(String(120), nullable=False, unique=True)
    password_hash = Column(String(200), nullable=False)
    role = Column(String(20), nullable=False, default="worker")
    active = Column(Boolean, nullable=False, default=True)
    created_at = Column(UTCDateTime, nullable=False, default=now)
