"""What is said about the 智能机器人's long connection."""

THROWN_OUT = "智能机器人的长连接被别的程序占用了，已停止重连，群里暂时收不到消息。请确认没有别处在用同一个机器人，再发“恢复机器人”。"
RESUMED = "好的，智能机器人马上重新连接。"
NOT_BLOCKED = "智能机器人没有停用，不需要恢复。"
