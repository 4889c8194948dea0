# syntax=docker/dockerfile:1
# The install steps are those of `make serve`. The base is named by tag: pin it by the digest your
# registry shows when you build.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
COPY requirements.lock pyproject.toml README.md ./
RUN python -m venv /opt/venv \
 && /opt/venv/bin/python -m pip install --no-cache-dir --quiet --require-hashes -r requirements.lock
COPY api api
RUN /opt/venv/bin/python -m pip install --no-cache-dir --quiet --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm
# Charts and workbooks name fonts; the letters of Vietnamese are in DejaVu.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-dejavu-core=2.37-6 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home ilms \
 && install -d -o ilms -g ilms /data
COPY --from=build /opt/venv /opt/venv
COPY codelists /srv/ilms/codelists
COPY dataflows /srv/ilms/dataflows
COPY sources /srv/ilms/sources
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    ILMS_PROJECT=/srv/ilms \
    ILMS_DATABASE_URL=sqlite:////data/ilms.sqlite
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready', timeout=2)"]
CMD ["ilms", "serve", "--host", "0.0.0.0", "--port", "8000", "--workers", "2"]
