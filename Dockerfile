# One image for web, worker, beat and the migration; docker-compose.yml says which command each runs.
FROM python:3.12-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements-production.lock .
# every package by its hash: what was tested is what is installed
RUN python -m venv /venv && /venv/bin/pip install --require-hashes --requirement requirements-production.lock

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data mediareja \
    && mkdir --parents /data/media && chown --recursive mediareja /data
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY . .
# the texts in their languages; still as root, so that the running processes cannot write to the program
RUN python -m config.catalogues
USER mediareja
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "8"]
