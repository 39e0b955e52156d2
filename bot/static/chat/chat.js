// The chat page: conversations on the left, the open one on the right, a live line to the service underneath.

import { inShort } from "./bubbles.js";
import { Composer } from "./composer.js";
import { botFace, face, faceAll, groupFace } from "./faces.js";
import { Lines } from "./lines.js";
import { Link } from "./link.js";
import { Talk } from "./talk.js";
import { listTime } from "./times.js";
import { newKey, Unsent } from "./unsent.js";

const page = document.body.dataset;
const id = (name) => document.getElementById(name);
const wide = matchMedia("(min-width: 760px)");
const who = page.as || "visitor";
const unsent = new Unsent(localStorage, who);
const sceneName = `liaison.scene.${who}`;
const talks = new Map();
let open = null;

const address = (path, more = {}) => {
  const query = new URLSearchParams(page.as ? { as: page.as, ...more } : more);
  return query.size ? `${path}?${query}` : path;
};
const liveAddress = () => {
  const url = new URL(address("/chat/ws"), location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url;
};
const isShown = () => !document.hidden && open !== null && (wide.matches || document.body.classList.contains("show-talk"));

// ---- what is sent

const send = (talk, what) => {
  const message = { key: newKey(), conversation: talk.id, at: Date.now(), mine: true, state: "sending", ...what };
  if (talk.quoted) {
    message.reply_to = talk.quoted.place;
    message.quoted = { name: talk.quoted.name, text: talk.quoted.text };
    talk.quoted = null;
    composer.quote(null);
  }
  talk.pending.push(message);
  unsent.keep(message);
  lines.change(message);
  list();
  push(message);
};

const push = async (message) => {
  if (message.file && !message.media && !(await upload(message))) return;
  const { key, conversation, kind, text, media, latitude, longitude, reply_to } = message;
  message.pushedAt = Date.now();
  link.write({ type: "send", key, conversation, kind, text, media, latitude, longitude, reply_to });
};

/** The code scanned at a station is told to the bot before anything else, until it is acknowledged. */
const tellScene = () => {
  const scene = localStorage.getItem(sceneName);
  if (scene) link.write({ type: "send", kind: "event", key: sceneKey(scene), scene });
};
const sceneKey = (scene) => `scan-${new Date().toISOString().slice(0, 10)}-${scene}`.slice(0, 40);

const upload = async (message) => {
  if (message.isUploading) return false;
  message.isUploading = true;
  try {
    const answer = await fetch(address("/chat/media", { conversation: message.conversation }), {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: message.file,
    });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (answer.ok) {
      message.media = told.media;
      message.kind = told.kind;
      unsent.keep(message);
    } else if (answer.status < 500) fail(message, told.error || "没有传上去。");
    return answer.ok;
  } catch {
    return false; // the line is down; it is tried again when the line is back
  } finally {
    message.isUploading = false;
  }
};

const fail = (message, words) => {
  message.state = "failed";
  message.words = words;
  unsent.keep(message);
  if (open?.id === message.conversation) lines.draw();
};

const resend = (message) => {
  message.state = "sending";
  message.words = "";
  unsent.keep(message);
  lines.draw();
  push(message);
};

const drop = (message) => {
  const talk = talks.get(message.conversation);
  talk.pending = talk.pending.filter((one) => one !== message);
  unsent.drop(message.key);
  lines.draw();
  list();
};

const waiting = () => [...talks.values()].flatMap((talk) => talk.pending).filter((one) => one.state === "sending");

// ---- what comes in

const take = (talk, item) => {
  if (item.key) {
    unsent.drop(item.key);
    const sent = talk.pending.find((one) => one.key === item.key);
    if (sent?.url) item.url = sent.url;
  }
  const isNew = talk.add(item);
  if (isNew && open === talk) lines.change(talk.items.find((one) => one.place === item.place));
  return isNew;
};

const restore = () => {
  const known = new Set([...talks.values()].flatMap((talk) => talk.pending.map((one) => one.key)));
  for (const message of unsent.all()) {
    if (!known.has(message.key)) talks.get(message.conversation)?.pending.push(message);
  }
};

const events = {
  welcome({ conversations }) {
    const isFirst = talks.size === 0;
    for (const told of conversations) {
      if (talks.has(told.id)) talks.get(told.id).learn(told);
      else talks.set(told.id, new Talk(told));
    }
    if (isFirst) {
      restore();
      const isAlone = conversations.length === 1 && !page.as;
      document.body.classList.toggle("one-talk", isAlone);
      if (wide.matches || isAlone || location.hash === "#open") show(talks.get(""));
    }
    list();
  },
  lines({ conversation, items, more, is_start: isStart }) {
    const talk = talks.get(conversation);
    if (isStart) talk.more = more;
    for (const item of items) talk.add(item) && item.key && unsent.drop(item.key);
    talk.sawUpTo(items.at(-1)?.place ?? 0);
    if (open === talk) {
      lines.draw();
      if (lines.isAtEnd) lines.toEnd();
    }
    list();
  },
  line({ conversation, item }) {
    const talk = talks.get(conversation);
    if (!talk) return;
    talk.sawUpTo(item.place);
    const isNew = take(talk, item);
    if (isNew && !item.mine) {
      if (isShown() && open === talk && lines.isAtEnd) markRead();
      else talk.unread += 1;
    }
    list();
  },
  ack({ key, item }) {
    const talk = [...talks.values()].find((one) => one.pending.some((message) => message.key === key));
    unsent.drop(key);
    if (key.startsWith("scan-")) localStorage.removeItem(sceneName);
    if (talk && item) take(talk, item);
    list();
  },
  refused({ key, words }) {
    const message = waiting().find((one) => one.key === key);
    if (message) fail(message, words);
  },
};

const states = {
  open() {
    id("trouble").hidden = true;
    tellScene();
    for (const message of waiting()) push(message);
  },
  again() {},
  closed() {
    trouble(navigator.onLine ? "正在重新连接……您写的话会留着，连上就发。" : "网络断了。您写的话会留着，连上就发。");
  },
};

const trouble = (words) => {
  id("trouble").textContent = words;
  id("trouble").hidden = false;
};

const markRead = () => {
  if (!isShown() || !open.items.length) return;
  const place = open.items.at(-1).place;
  id("to-end").hidden = true;
  if (open.unread === 0 && open.readUpTo >= place) return;
  open.unread = 0;
  if (link.write({ type: "read", conversation: open.id, place })) open.readUpTo = place;
  list();
};

const older = async (talk) => {
  if (talk.isLoading) return;
  talk.isLoading = true;
  try {
    const answer = await fetch(address("/chat/messages", { conversation: talk.id, before: talk.items[0]?.place ?? "" }));
    if (!answer.ok) return;
    const { items, more } = await answer.json();
    talk.more = more;
    for (const item of items) talk.add(item);
    if (open === talk) lines.draw();
  } finally {
    talk.isLoading = false;
  }
};

// ---- what is seen

const picture = (talk) => {
  const element = document.createElement("span");
  element.className = "face";
  element.setAttribute("aria-hidden", "true");
  return talk.isGroup ? groupFace(element, talk.members) : botFace(element, talk.title);
};

const part = (className, text) => {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
};

const entry = (talk) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "entry";
  button.dataset.talk = talk.id;
  if (open === talk) button.setAttribute("aria-current", "true");
  const words = document.createElement("span");
  words.className = "entry-words";
  const top = part("entry-top", "");
  top.append(part("entry-title", talk.title), part("entry-time", talk.last ? listTime(new Date(talk.last.at), new Date()) : ""));
  const quiet = talk.isGroup ? `${talk.members.length} 人` : talk.subtitle;
  const said = talk.last ? inShort(talk.last, talk.isGroup) : quiet;
  words.append(top, part("entry-said", talk.draft && open !== talk ? `[草稿] ${talk.draft}` : said));
  button.append(picture(talk), words);
  if (talk.unread) {
    const badge = part("badge", talk.unread > 99 ? "99+" : String(talk.unread));
    badge.setAttribute("aria-label", `${talk.unread} 条未读`);
    button.append(badge);
  }
  button.onclick = () => {
    show(talk);
    if (!wide.matches) history.pushState({ talk: talk.id }, "");
  };
  return button;
};

const list = () => {
  const focused = document.activeElement?.dataset?.talk;
  id("talks").replaceChildren(
    ...[...talks.values()].map((talk) => {
      const row = document.createElement("li");
      row.append(entry(talk));
      return row;
    }),
  );
  if (focused !== undefined) id("talks").querySelector(`[data-talk="${CSS.escape(focused)}"]`)?.focus();
  const total = [...talks.values()].reduce((sum, talk) => sum + talk.unread, 0);
  const others = total - (open?.unread ?? 0);
  id("elsewhere").hidden = others === 0;
  id("elsewhere").textContent = others > 99 ? "99+" : others;
  id("to-end").hidden = !(isShown() && open.unread > 0 && !lines.isAtEnd);
  document.title = `${total ? `(${total}) ` : ""}${page.name ? `${page.name} · ` : ""}${open?.title ?? page.bot}`;
};

const show = (talk) => {
  if (open) open.draft = id("text").value;
  else talk.draft ||= id("text").value; // written before the first answer of the service
  open = talk;
  document.body.classList.add("show-talk");
  document.body.classList.remove("show-list");
  id("title").textContent = talk.isGroup ? `${talk.title}（${talk.members.length}）` : talk.title;
  id("subtitle").textContent = talk.subtitle;
  id("members").hidden = !talk.isGroup;
  composer.show(talk.draft, talk.quoted, talk.isGroup);
  lines.open(talk);
  markRead();
  list();
  if (wide.matches) id("text").focus();
};

const showList = () => {
  document.body.classList.add("show-list");
  document.body.classList.remove("show-talk");
  if (!wide.matches && open) {
    open.draft = id("text").value;
    id("text").value = "";
    open = null;
  }
  list();
};

const look = (source, words) => {
  const dialog = id("photo-dialog");
  dialog.querySelector("img").src = source;
  dialog.querySelector("img").alt = words;
  dialog.showModal();
};

const showMembers = () => {
  const rows = open.members.map((name, index) => {
    const row = document.createElement("li");
    const small = part("face", "");
    row.append(index === 0 ? botFace(small, name) : face(small, name), part("", name));
    return row;
  });
  id("faces").replaceChildren(...rows);
  id("members-dialog").showModal();
};

const quote = (item) => {
  open.quoted = item;
  composer.quote(item);
  id("text").focus();
};

const press = (command, item) => {
  if (open.isGroup) open.quoted = item;
  send(open, { kind: "text", text: command });
};

// ---- everything together

const composer = new Composer(
  {
    say: (text) => send(open, { kind: "text", text }),
    file: (kind, file) => send(open, { kind, text: "", file, url: URL.createObjectURL(file) }),
    place: (text, latitude, longitude) => send(open, { kind: "location", text, latitude, longitude }),
    isReady: () => open !== null,
    unquote: () => (open.quoted = null),
    typed: (text) => open && (open.draft = text),
    alarm: trouble,
  },
  page.bot,
);
const fileUrl = (name) => address(`/chat/media/${name}`);
const lines = new Lines(id("lines"), { fileUrl, look, press, resend, drop, quote, older, atEnd: markRead }, {
  botName: page.bot,
  myName: page.name || "我",
});

if (page.scene) {
  localStorage.setItem(sceneName, page.scene);
  const clean = new URL(location.href);
  clean.searchParams.delete("s");
  history.replaceState(null, "", clean);
}
faceAll();
id("back").onclick = () => (history.state?.talk !== undefined ? history.back() : showList());
id("members").onclick = showMembers;
id("to-end").onclick = () => lines.toEnd();
addEventListener("popstate", () => {
  const talk = talks.get(history.state?.talk);
  if (talk) show(talk);
  else showList();
});
id("photo-dialog").onclick = () => id("photo-dialog").close();
document.addEventListener("visibilitychange", () => lines.talk && lines.isAtEnd && markRead());
wide.addEventListener("change", () => wide.matches && open === null && show(talks.get("")));
setInterval(list, 60000);
setInterval(() => {
  const isStuck = waiting().some((one) => one.pushedAt && Date.now() - one.pushedAt > 12000);
  if (isStuck && link.isReady) link.socket.close();
}, 4000);

const link = new Link(liveAddress(), {
  event: (event) => events[event.type]?.(event),
  state: (state) => states[state](),
  seen: () => Object.fromEntries([...talks.values()].filter((talk) => talk.seen !== null).map((talk) => [talk.id, talk.seen])),
});
