"""One Piccolo app for all tables: one linear list of migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="dangban",
    migrations_folder_path=str(Path(__file__).parent.parent / "migrations"),
    table_classes=table_finder(
        [
            "backend.infra.tables",
            "backend.company.tables",
            "backend.people.tables",
            "backend.rota.tables",
            "backend.attendance.tables",
            "backend.audit.tables",
            "backend.duties.tables",
            "backend.orders.tables",
            "backend.hotline.tables",
            "backend.phones.tables",
            "backend.hotline.calls.tables",
            "backend.orders.cases.tables",
            "backend.notifications.tables",
        ]
    ),
    migration_dependencies=[],
    commands=[],
)
