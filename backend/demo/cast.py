"""Who plays in the demo department."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One made-up colleague; `habit` says how their days go."""

    name: str
    login: str
    post: str
    mobile: str
    role: str | None = None
    habit: str = "punctual"
    shown: bool = False


DEPARTMENT = "五步商城（演示）"
PRESET = "three-shift"
HOTLINE, OFFICE = "4000000001", "02100000001"
"""Numbers that nobody has."""

CAST = (
    Part("周远", "demo-manager", "manager", "13800000001", shown=True),
    Part("林晓", "demo-lead", "customer-service", "13800000002", role="lead", shown=True),
    Part("周敏", "demo-staff", "customer-service", "13800000003", habit="late", shown=True),
    Part("何静", "demo-hejing", "customer-service", "13800000004"),
    Part("陈露", "demo-chenlu", "customer-service", "13800000005", habit="leaves early"),
    Part("罗帆", "demo-luofan", "customer-service", "13800000006"),
    Part("方宁", "demo-fangning", "customer-service", "13800000007", habit="forgets"),
    Part("苏瑶", "demo-suyao", "designer", "13800000008"),
    Part("唐文", "demo-tangwen", "copywriter", "13800000009", habit="late"),
    Part("郑凯", "demo-zhengkai", "promoter", "13800000010"),
    Part("许诺", "demo-xunuo", "warehouse", "13800000011"),
)
