"""What the surroundings give, read by the drivers only: environment variables, and the clock."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

#: The folder that holds `codelists/`, `dataflows/` and `sources/`.
PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings, each from the variable `ILMS_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="ILMS_", frozen=True, extra="forbid")

    database_url: str = Field(
        default=f"sqlite:///{PROJECT / 'data' / 'ilms.sqlite'}",
        description="Where releases are kept: sqlite:///PATH or postgresql+psycopg://HOST/NAME; "
        "with replicas postgresql+psycopg://USER@/NAME?host=A:5432&host=B:5432",
        pattern=r"^(sqlite:///.+|postgresql\+psycopg://.+)$",
    )
    project: Path = Field(
        default=PROJECT, description="Folder with codelists/, dataflows/ and sources/"
    )
    shipped: bool = Field(
        default=True,
        description="Whether an empty store gets the tables that come with the product first",
    )
    releaser: str = Field(
        default="",
        max_length=200,
        description="Who publishes, as lineage tells it: a role or a name; default: the account",
    )
    public_url: HttpUrl | None = Field(
        default=None,
        description="Address clients use, for links in answers; default: what the request names",
    )
    downloads: int = Field(
        default=2, ge=1, le=64, description="Large downloads that are written at the same time"
    )
    keep: Path | None = Field(
        default=None,
        description="Folder for compressed whole downloads; default: downloads/ beside the database"
        " file, or in data/ with PostgreSQL",
    )
    kept_bytes: int = Field(
        default=2 << 30, ge=0, description="Room in that folder; 0: no download is kept"
    )
    rate: int = Field(
        default=600, ge=1, description="Data answers a minute for one client, by its address"
    )
    rate_with_key: int = Field(
        default=6000, ge=1, description="The same for a client with one of the harvester keys"
    )
    concurrency: int = Field(
        default=32, ge=1, description="Requests of one client that are answered at a time"
    )
    harvester_keys: SecretStr = Field(
        default=SecretStr(""), description="Keys for X-API-Key, separated by spaces"
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses or networks, separated by commas, whose X-Forwarded-For and "
        "X-Forwarded-Proto are believed; * for all",
        pattern=r"^(\*|[0-9a-fA-F.:/]+(, *[0-9a-fA-F.:/]+)*|)$",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What is logged; info has a line a request"
    )
    request_seconds: float = Field(
        default=60, gt=0, description="How long an answer may take to begin; then 503"
    )
    header_seconds: float = Field(
        default=15, gt=0, description="How long a request may take to arrive; then it is let go"
    )
    stall_seconds: float = Field(
        default=60, gt=0, description="How long a client may take nothing of what is sent to it"
    )
    held_observations: int = Field(
        default=5_000_000,
        ge=1,
        description="Observations of an answer that is made whole before it leaves (a workbook, "
        "JSON-stat); more is 413",
    )
    graceful_seconds: int = Field(
        default=30, ge=0, description="How long a stop waits for downloads under way"
    )

    @property
    def kept_folder(self) -> Path:
        """Where compressed whole downloads are kept."""
        if self.keep:
            return self.keep
        scheme, _, path = self.database_url.partition(":///")
        return (Path(path).parent if scheme == "sqlite" else PROJECT / "data") / "downloads"

    def shown(self, name: str) -> str:
        """A setting fit to be printed: without the password of a database."""
        text = str(getattr(self, name))
        return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", text)


def now() -> datetime:
    """This instant; everything below the drivers is told the time."""
    return datetime.now(UTC)
