// What is sent: shown at once, kept until it is acknowledged, sent again when the line is back.

import { list } from "./list.js";
import { address, house, sceneName, unsent } from "./page.js";
import { newKey } from "./unsent.js";

export const send = (talk, what) => {
  const message = { key: newKey(), conversation: talk.id, at: Date.now(), mine: true, state: "sending", ...what };
  if (talk.quoted) {
    message.reply_to = talk.quoted.place;
    message.quoted = { name: talk.quoted.name, text: talk.quoted.text };
    talk.quoted = null;
    house.composer.quote(null);
  }
  talk.pending.push(message);
  unsent.keep(message);
  house.lines.change(message);
  list();
  push(message);
};

export const push = async (message) => {
  if (message.file && !message.media && !(await upload(message))) return;
  const { key, conversation, kind, text, media, latitude, longitude, reply_to, pressed } = message;
  message.pushedAt = Date.now();
  house.link.write({ type: "send", key, conversation, kind, text, media, latitude, longitude, reply_to, pressed });
};

/** The code scanned at a station is told to the bot before anything else, until it is acknowledged. */
export const tellScene = () => {
  const scene = localStorage.getItem(sceneName);
  if (scene) house.link.write({ type: "send", kind: "event", key: sceneKey(scene), scene });
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
    } else fail(message, told.error || "没有传上去。");
    return answer.ok;
  } catch {
    return false; // the line is down; it is tried again when the line is back
  } finally {
    message.isUploading = false;
  }
};

export const fail = (message, words) => {
  message.state = "failed";
  message.words = words;
  unsent.keep(message);
  if (house.open?.id === message.conversation) house.lines.draw();
};

export const resend = (message) => {
  message.state = "sending";
  message.words = "";
  unsent.keep(message);
  house.lines.draw();
  push(message);
};

export const drop = (message) => {
  const talk = house.talks.get(message.conversation);
  talk.pending = talk.pending.filter((one) => one !== message);
  unsent.drop(message.key);
  house.lines.draw();
  list();
};

export const waiting = () => [...house.talks.values()].flatMap((talk) => talk.pending).filter((one) => one.state === "sending");

export const restore = () => {
  const known = new Set([...house.talks.values()].flatMap((talk) => talk.pending.map((one) => one.key)));
  for (const message of unsent.all()) {
    if (!known.has(message.key)) house.talks.get(message.conversation)?.pending.push(message);
  }
};
