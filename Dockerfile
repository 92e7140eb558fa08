# One image for web, worker, beat and the migration; docker-compose.yml says which command each runs.
FROM python:3.12-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements-production.lock .
# every package by its hash: what was tested is what is installed
RUN python -m venv /venv && /venv/bin/pip install --require-hashes --requirement requirements-production.lock

FROM python:3.12-slim
# static: settings make this folder where it is missing, and the running container's root is read-only
RUN useradd --system --uid 10001 --home-dir /data mediareja \
    && mkdir --parents /data/media /data/static && chown --recursive mediareja /data
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY . .
# the texts in their languages, and the program compiled; still as root, so that the running processes cannot write to it
RUN python -m config.catalogues && python -m compileall -q /app
USER mediareja
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "8"]
