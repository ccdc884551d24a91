"""Pages of attendance."""

from backend.attendance.routes import judge, mine, places, punches, reviews

handlers = [
    *punches.handlers,
    *mine.handlers,
    *places.handlers,
    *judge.handlers,
    *reviews.handlers,
]
