"""Every environment variable of the service, in one frozen class; read by the drivers only."""

from pathlib import Path

from pydantic import Field, HttpUrl
from pydantic_settings import BaseSettings, SettingsConfigDict

#: The folder that holds `codelists/`, `dataflows/` and `sources/`.
PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings, each from the variable `ILMS_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="ILMS_", frozen=True, extra="forbid")

    database_url: str = Field(
        default=f"sqlite:///{PROJECT / 'data' / 'ilms.sqlite'}",
        description="Where releases are kept: sqlite:///PATH or postgresql+psycopg://HOST/NAME",
        pattern=r"^(sqlite:///.+|postgresql\+psycopg://.+)$",
    )
    project: Path = Field(
        default=PROJECT, description="Folder with codelists/, dataflows/ and sources/"
    )
    public_url: HttpUrl | None = Field(
        default=None,
        description="Address clients use, for links in answers; default: what the request names",
    )
    downloads: int = Field(
        default=2, ge=1, le=64, description="Large downloads that are written at the same time"
    )
