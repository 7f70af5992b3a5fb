# The site's image: the same for web and worker. Nothing secret is in it, and nothing in it needs to be written at run time.

FROM python:3.11-slim-bookworm AS build
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
# The packages first: this layer is made anew only when they change.
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --extra redis --extra s3

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH="/app/.venv/bin:$PATH" DJANGO_SETTINGS_MODULE=ocop.settings.production
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin ocop \
    && mkdir -p /app /media /private /keys && chown ocop:ocop /media /private /keys && chmod 700 /keys /private
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY . .
# Static files belong to a version, so they are part of its image. The demo settings need no secret, and leave none behind.
RUN DJANGO_SETTINGS_MODULE=ocop.settings.demo python manage.py collectstatic --noinput --verbosity 0
# By number, so that an orchestrator can see without a look into the image that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "scripts/healthcheck.py", "web"]
# --worker-tmp-dir: the heartbeat file lives in memory, since the root file system is read-only.
CMD ["gunicorn", "--pythonpath", "site", "ocop.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--max-requests", "5000", "--max-requests-jitter", "500", \
     "--timeout", "60", "--no-control-socket", "--access-logfile", "-"]
