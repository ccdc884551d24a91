"""Where Piccolo looks for the database and the tables (`PICCOLO_CONF=backend.piccolo_conf`)."""

from piccolo.conf.apps import AppRegistry

from backend.infra.db import engine

DB = engine()
APP_REGISTRY = AppRegistry(apps=["backend.piccolo_app"])
