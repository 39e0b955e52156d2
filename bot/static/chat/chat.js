// The chat page: conversations on the left, the open one on the right, a live line to the service underneath.

import { Composer } from "./composer.js";
import { botFace, face, faceAll } from "./faces.js";
import { Lines } from "./lines.js";
import { Link } from "./link.js";
import { list, part } from "./list.js";
import { drop, fail, push, resend, restore, send, tellScene, waiting } from "./outgoing.js";
import { address, fileUrl, house, id, isShown, liveAddress, page, sceneName, unsent, wide } from "./page.js";
import { Talk } from "./talk.js";

// ---- what comes in

const take = (talk, item) => {
  if (item.key) {
    unsent.drop(item.key);
    const sent = talk.pending.find((one) => one.key === item.key);
    if (sent?.url) item.url = sent.url;
  }
  const isNew = talk.add(item);
  if (isNew && house.open === talk) house.lines.change(talk.items.find((one) => one.place === item.place));
  return isNew;
};

const events = {
  welcome({ conversations }) {
    const isFirst = house.talks.size === 0;
    for (const told of conversations) {
      if (house.talks.has(told.id)) house.talks.get(told.id).learn(told);
      else house.talks.set(told.id, new Talk(told));
    }
    if (isFirst) {
      restore();
      const isAlone = conversations.length === 1 && !page.as;
      document.body.classList.toggle("one-talk", isAlone);
      if (wide.matches || isAlone || location.hash === "#open") show(house.talks.get(""));
    }
    list();
  },
  lines({ conversation, items, more, is_start: isStart }) {
    const talk = house.talks.get(conversation);
    if (isStart) talk.more = more;
    for (const item of items) talk.add(item) && item.key && unsent.drop(item.key);
    talk.sawUpTo(items.at(-1)?.place ?? 0);
    if (house.open === talk) {
      house.lines.draw();
      if (house.lines.isAtEnd) house.lines.toEnd();
    }
    list();
  },
  line({ conversation, item }) {
    const talk = house.talks.get(conversation);
    if (!talk) return;
    talk.sawUpTo(item.place);
    const isNew = take(talk, item);
    if (isNew && !item.mine) {
      if (isShown() && house.open === talk && house.lines.isAtEnd) markRead();
      else talk.unread += 1;
    }
    list();
  },
  card({ conversation, place, pressed, closed }) {
    const talk = house.talks.get(conversation);
    const item = talk?.items.find((one) => one.place === place);
    if (!item || (closed === undefined && item.pressed === (pressed ?? undefined))) return;
    if (closed === undefined) item.pressed = pressed ?? undefined;
    else item.closed = closed;
    if (house.open === talk) house.lines.draw();
  },
  ack({ key, item }) {
    const talk = [...house.talks.values()].find((one) => one.pending.some((message) => message.key === key));
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
  if (!isShown() || !house.open.items.length) return;
  const place = house.open.items.at(-1).place;
  id("to-end").hidden = true;
  if (house.open.unread === 0 && house.open.readUpTo >= place) return;
  house.open.unread = 0;
  if (house.link.write({ type: "read", conversation: house.open.id, place })) house.open.readUpTo = place;
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
    if (house.open === talk) house.lines.draw();
  } finally {
    talk.isLoading = false;
  }
};

// ---- what is seen

const show = (talk) => {
  if (house.open) house.open.draft = id("text").value;
  else talk.draft ||= id("text").value; // written before the first answer of the service
  house.open = talk;
  document.body.classList.add("show-talk");
  document.body.classList.remove("show-list");
  id("title").textContent = talk.isGroup ? `${talk.title}（${talk.members.length}）` : talk.title;
  id("subtitle").textContent = talk.subtitle;
  id("members").hidden = !talk.isGroup;
  id("paper-tool").hidden = !talk.papers;
  house.composer.show(talk.draft, talk.quoted, talk.isGroup);
  house.lines.open(talk);
  markRead();
  list();
  if (wide.matches) id("text").focus();
};

const showList = () => {
  document.body.classList.add("show-list");
  document.body.classList.remove("show-talk");
  if (!wide.matches && house.open) {
    house.open.draft = id("text").value;
    id("text").value = "";
    house.open = null;
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
  const rows = house.open.members.map((name, index) => {
    const row = document.createElement("li");
    const small = part("face", "");
    row.append(index === 0 ? botFace(small, name) : face(small, name), part("", name));
    return row;
  });
  id("faces").replaceChildren(...rows);
  id("members-dialog").showModal();
};

const quote = (item) => {
  house.open.quoted = item;
  house.composer.quote(item);
  id("text").focus();
};

const press = (command, item) => {
  if (house.open.isGroup) house.open.quoted = item;
  send(house.open, { kind: "text", text: command, pressed: house.open.isGroup ? undefined : item.place });
};

// ---- everything together

house.show = show;
house.composer = new Composer(
  {
    say: (text) => send(house.open, { kind: "text", text }),
    file: (kind, file, text = "") => send(house.open, { kind, text, file, url: URL.createObjectURL(file) }),
    place: (text, latitude, longitude) => send(house.open, { kind: "location", text, latitude, longitude }),
    isReady: () => house.open !== null,
    unquote: () => (house.open.quoted = null),
    typed: (text) => house.open && (house.open.draft = text),
    alarm: trouble,
  },
  page.bot,
);
house.lines = new Lines(id("lines"), { fileUrl, look, press, resend, drop, quote, older, atEnd: markRead }, {
  botName: page.bot,
  myName: page.name || "我",
  isStaff: "staff" in page,
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
id("to-end").onclick = () => house.lines.toEnd();
addEventListener("popstate", () => {
  const talk = house.talks.get(history.state?.talk);
  if (talk) show(talk);
  else showList();
});
id("photo-dialog").onclick = () => id("photo-dialog").close();
document.addEventListener("visibilitychange", () => house.lines.talk && house.lines.isAtEnd && markRead());
wide.addEventListener("change", () => wide.matches && house.open === null && show(house.talks.get("")));
setInterval(list, 60000);
setInterval(() => {
  const isStuck = waiting().some((one) => one.pushedAt && Date.now() - one.pushedAt > 12000);
  if (!house.link.isReady) return;
  if (isStuck) house.link.socket.close();
  for (const message of waiting()) if (message.file && !message.media) push(message);
}, 4000);

house.link = new Link(liveAddress(), {
  event: (event) => events[event.type]?.(event),
  state: (state) => states[state](),
  seen: () => Object.fromEntries([...house.talks.values()].filter((talk) => talk.seen !== null).map((talk) => [talk.id, talk.seen])),
});
