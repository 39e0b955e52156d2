// Tencent's own client of the robot's long connection (@wecom/aibot-node-sdk): a small robot that answers what it hears,
// and does what it is told on standard input. One JSON object a line, both ways.
import { createInterface } from "node:readline";
import sdk from "@wecom/aibot-node-sdk";

const [wsUrl, botId, secret] = process.argv.slice(2);
const tell = (fact) => process.stdout.write(JSON.stringify(fact) + "\n");
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const robot = new sdk.WSClient({
  botId, secret, wsUrl, logger: quiet, reconnectInterval: 100, heartbeatInterval: 300, maxAuthFailureAttempts: 2,
});
const report = (what, doing) => doing.then(
  (done) => tell({ did: what, errcode: done?.errcode ?? 0, media_id: done?.media_id }),
  (failed) => tell({ failed: what, errcode: failed?.errcode ?? failed?.code ?? -1 }),
);

robot.on("authenticated", () => tell({ event: "authenticated" }));
robot.on("disconnected", () => tell({ event: "disconnected" }));
robot.on("error", (error) => tell({ event: "error", name: error.constructor.name }));
robot.on("message.text", async (frame) => {
  const id = `stream-${frame.body.msgid}`;
  await report("begin", robot.replyStream(frame, id, "正在看", false));
  await report("answer", robot.replyStream(frame, id, `收到：${frame.body.text.content}`, true));
});
robot.on("event.enter_chat", (frame) =>
  report("welcome", robot.replyWelcome(frame, { msgtype: "text", text: { content: "您好" } })));
robot.on("event.template_card_event", (frame) =>
  report("update", robot.updateTemplateCard(frame, {
    card_type: "button_interaction",
    task_id: frame.body.event.template_card_event.task_id,
    main_title: { title: "已受理" },
    button_list: [{ text: "已受理", style: 4, key: "done" }],
  })));
robot.connect();

const work = {
  send: ({ chat, text }) => robot.sendMessage(chat, { msgtype: "markdown", markdown: { content: text } }),
  upload: async ({ chat, size }) => {
    const made = await robot.uploadMedia(Buffer.alloc(size, 7), { type: "image", filename: "p.png" });
    await robot.sendMediaMessage(chat, "image", made.media_id);
    return made;
  },
};
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  report(asked.do, work[asked.do](asked));
}
