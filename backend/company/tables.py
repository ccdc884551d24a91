"""The company and its departments."""

from piccolo.columns import (
    JSONB,
    BigInt,
    BigSerial,
    Boolean,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.columns import required


class Company(Table):
    """The one company that this deployment serves: a single row."""

    id = BigSerial(primary_key=True)
    name = Text()
    lang = Text(default="zh-Hans")
    created_at = Timestamptz(default=TimestamptzNow())


class Department(Table):
    """The boundary of everything: each other table names its department first."""

    id = BigSerial(primary_key=True)
    name = Text()
    zone = Text(default="Asia/Shanghai", help_text="IANA name; wall-clock rules are read in it")
    preset = Text(help_text="the preset it started from")
    rules = JSONB(help_text="its own copy of the preset, as Preset.to_dict() gives it")
    rules_version = Integer(default=1)
    demo = Boolean(default=False)
    created_at = Timestamptz(default=TimestamptzNow())
    archived_at = Timestamptz(null=True, default=None)


class RulesChange(Table):
    """Every copy of the rules that a department ever had."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    version = Integer()
    rules = JSONB()
    changed_by = BigInt(null=True, default=None)
    changed_at = Timestamptz(default=TimestamptzNow())
