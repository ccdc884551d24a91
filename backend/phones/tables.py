"""Where a person's browsers can be reached while no page is open."""

from piccolo.columns import BigSerial, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.infra.columns import required
from backend.people.tables import Device, Person


class PushSubscription(Table):
    """What a browser's push service gave it, for one device of one person; at most one of a device is open.

    It counts as long as it, its device, some log-in on it and its person's access have not ended.
    """

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    person_id = required(Person)
    device_id = required(Device)
    endpoint = Text(help_text="the address at the push service; unique among the open ones")
    p256dh = Text(help_text="the browser's public key, base64url")
    auth = Text(help_text="the secret that messages are encrypted with as well, base64url")
    server_key = Text(help_text="our public key that it was made for; with another one it is of no use")
    created_at = Timestamptz(default=TimestamptzNow())
    last_ok_at = Timestamptz(null=True, default=None, help_text="when the push service last took something")
    ended_at = Timestamptz(null=True, default=None)
    reason = Text(default="", help_text="off, replaced, moved, device, session, left, gone or key")
