"""What administrators are told when 企业微信 means to suspend the app, or has."""

from collections.abc import Mapping

_UNUSED = "企业微信提醒：这个应用用得太少，可能会被停用。请到管理后台确认，并请大家打开应用发一句话。"
WARNINGS: Mapping[str, str] = {
    "inactive_alert": f"【运维】{_UNUSED}",
    "low_active_alert": f"【运维】{_UNUSED}",
    "low_active": "【运维】企业微信已把这个应用列为低活跃，可能限制使用。请到管理后台恢复，并请大家打开应用发一句话。",
    "close_inactive_agent": "【运维】企业微信因长期没人用停用了这个应用，工作人员收不到消息。请马上到管理后台恢复。",
    "reopen_inactive_agent": "【运维】企业微信已恢复这个应用，没发出去的消息会接着发。",
    "active_restored": "【运维】企业微信已恢复这个应用的正常使用。",
}
