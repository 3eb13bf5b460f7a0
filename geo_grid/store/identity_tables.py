"""The tables of identities from outside as Python sees them; the migrations are the truth about them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from geo_grid.store.tables import CODE, Base

_IN_FORCE = text("removed_at IS NULL")


class AccountIdentity(Base):
    """Whom a provider calls by a subject is this account; removed, but never changed."""

    __tablename__ = "account_identity"
    __table_args__ = (
        Index("account_identity_once", "issuer", "subject", unique=True, postgresql_where=_IN_FORCE),
        Index("account_identity_one", "account_id", "issuer", unique=True, postgresql_where=_IN_FORCE),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issuer: Mapped[str] = mapped_column(CODE)
    subject: Mapped[str] = mapped_column(CODE)
    bound_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    bound_by: Mapped[str] = mapped_column(Text)
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ProviderSignIn(Base):
    """A browser that was sent to the provider and is to come back; nothing in it is secret."""

    __tablename__ = "provider_sign_in"
    __table_args__ = (Index("provider_sign_in_expires", "expires_at"),)

    state_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary)
    issuer: Mapped[str] = mapped_column(Text)
    return_path: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
