"""Every route of the program in one list; the walks over all routes start here."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from backend.attendance import api as attendance_api
from backend.attendance import routes as attendance_pages
from backend.audit import api as audit_api
from backend.audit import routes as audit_pages
from backend.company import api as company_api
from backend.company import routes as company_pages
from backend.company import rules_routes
from backend.duties import api as duties_api
from backend.duties import routes as duties_pages
from backend.floor import api as floor_api
from backend.floor import routes as floor_pages
from backend.hotline import api as hotline_api
from backend.hotline import routes as hotline_pages
from backend.hotline.calls import api as calls_api
from backend.hotline.calls import log as calls_log
from backend.hotline.calls import routes as calls_pages
from backend.hotline.vendor import routes as vendors
from backend.notifications import api as messages_api
from backend.notifications import routes as messages_pages
from backend.orders import day_api as order_days_api
from backend.orders import day_routes as order_days
from backend.orders import hand_routes as order_hand
from backend.orders import order_api, order_routes, problem_api, problem_routes
from backend.orders import picture_routes as order_pictures
from backend.orders import queue_api as order_queue_api
from backend.orders import queue_routes as order_queue
from backend.orders.cases import api as cases_api
from backend.orders.cases import desk as cases_desk
from backend.orders.cases import routes as cases_pages
from backend.orders.desk import api as order_desk_api
from backend.orders.desk import routes as order_desk
from backend.orders.imports import api as order_imports_api
from backend.orders.imports import routes as order_imports
from backend.orders.sources import api as order_sources_api
from backend.orders.sources import routes as order_sources
from backend.people.routes import desk, identity
from backend.phones import api as phones_api
from backend.phones import routes as phones_pages
from backend.rota import routes as rota
from backend.web import reference, static
from backend.web.health import alive, metrics, ready
from backend.web.live import live

DOMAINS = (
    static,
    reference,
    audit_pages,
    audit_api,
    identity,
    attendance_pages,
    attendance_api,
    floor_pages,
    floor_api,
    duties_pages,
    duties_api,
    hotline_pages,
    hotline_api,
    desk,
    company_pages,
    rules_routes,
    company_api,
    rota,
    messages_pages,
    messages_api,
    phones_pages,
    phones_api,
    vendors,
    order_queue,
    order_queue_api,
    order_routes,
    order_api,
    problem_routes,
    problem_api,
    order_pictures,
    calls_pages,
    calls_log,
    calls_api,
    order_imports,
    order_imports_api,
    order_sources,
    order_sources_api,
    order_hand,
    order_days,
    order_days_api,
    order_desk,
    order_desk_api,
    cases_pages,
    cases_desk,
    cases_api,
)


def route_handlers() -> list[ControllerRouterHandler]:
    """The machinery's own routes and those of every domain."""
    return [alive, ready, metrics, live, *(handler for domain in DOMAINS for handler in domain.handlers)]
