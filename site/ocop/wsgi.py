"""Door for WSGI servers: `gunicorn --pythonpath site ocop.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings.production")
application = get_wsgi_application()
