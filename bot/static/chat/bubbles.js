// One message on the page: bubble, picture, voice or place, with its buttons and its state.

import { botFace, face } from "./faces.js";

const make = (tag, className = "", text = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};

const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
};

const photo = (item, on) => {
  const button = make("button", "picture");
  button.type = "button";
  const image = make("img");
  image.alt = `${item.mine ? "我" : item.name}发的照片`;
  image.src = item.url || on.fileUrl(item.media);
  image.onload = on.grown;
  button.setAttribute("aria-label", `${image.alt}，点开看大图`);
  button.append(image);
  button.onclick = () => on.look(image.src, image.alt);
  return button;
};

const seconds = (duration) => (Number.isFinite(duration) ? ` ${Math.max(1, Math.round(duration))}″` : "");

const voice = (item, on) => {
  const source = item.url || on.fileUrl(item.media);
  if (item.media?.endsWith(".amr")) {
    const link = make("a", "bubble voice", "语音（点此下载来听）");
    link.href = source;
    link.download = item.media;
    return link;
  }
  const button = make("button", "bubble voice");
  button.type = "button";
  const audio = new Audio();
  audio.preload = "metadata";
  audio.src = source;
  const show = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "stop"), make("span", "", `语音${seconds(audio.duration)}`));
    button.setAttribute("aria-label", `${audio.paused ? "播放" : "停止"}语音${seconds(audio.duration)}`);
  };
  for (const event of ["play", "pause", "ended", "loadedmetadata"]) audio.addEventListener(event, show);
  button.onclick = () => (audio.paused ? audio.play() : audio.pause());
  show();
  return button;
};

const paper = (item, on) => {
  const link = make("a", "bubble", item.text || "文件");
  link.href = item.url || on.fileUrl(item.media);
  link.download = item.text || item.media || "";
  link.setAttribute("aria-label", `文件 ${link.textContent}，点开下载`);
  return link;
};

const place = (item) => {
  const card = make("div", "bubble place");
  const words = make("div", "place-words");
  words.append(make("strong", "", item.text || "我的位置"));
  if (item.latitude !== undefined && item.latitude !== null) {
    words.append(make("span", "", `北纬 ${item.latitude.toFixed(5)}，东经 ${item.longitude.toFixed(5)}`));
  }
  const map = make("div", "map");
  map.append(icon("place"));
  card.append(words, map);
  return card;
};

const KINDS = { photo, voice, file: paper, location: place };

// A notice names each file of a case with a link of this very house: 照片1 http://…/media/…
const FILE = /(照片|语音|视频|文件)(\d+) https?:\/\/[^\s/]+(\/media\/[0-9a-f-]+)/g;

const shown = (term, source, alt, on) => {
  if (term === "照片") {
    const image = make("img");
    image.alt = alt;
    image.src = `${source}?v=small`;
    image.onload = on.grown;
    return image;
  }
  if (term !== "语音") return null;
  const audio = make("audio");
  audio.controls = true;
  audio.preload = "none";
  audio.src = source;
  audio.setAttribute("aria-label", alt);
  return audio;
};

const words = (item, on) => {
  const element = make("div", "bubble");
  let place = 0;
  for (const found of item.text.matchAll(FILE)) {
    const [whole, term, number, source] = found;
    const link = make("a", "", `${term}${number}`);
    link.href = source;
    link.target = "_blank";
    link.rel = "noreferrer";
    element.append(item.text.slice(place, found.index), link);
    const seen = shown(term, source, `${term}${number}`, on);
    if (seen) element.append(seen);
    place = found.index + whole.length;
  }
  element.append(item.text.slice(place));
  return element;
};

const buttons = (item, on) => {
  const list = make("div", "buttons");
  for (const [label, command] of item.buttons) {
    const button = make("button", "", label);
    button.type = "button";
    button.disabled = item.pressed !== undefined || item.closed !== undefined;
    button.classList.toggle("pressed", item.pressed === command);
    button.onclick = () => {
      item.pressed = command;
      list.replaceWith(buttons(item, on));
      on.press(command, item);
    };
    list.append(button);
  }
  if (item.closed && item.pressed === undefined) list.append(make("span", "closed", item.closed));
  return list;
};

const state = (item, on) => {
  if (item.state === "failed") {
    const button = make("button", "state failed");
    button.type = "button";
    button.textContent = "!";
    button.title = "没有发出去，点这里重发";
    button.setAttribute("aria-label", "没有发出去，点这里重发");
    button.onclick = () => on.resend(item);
    return button;
  }
  const mark = make("span", `state ${item.state}`);
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", item.state === "sending" ? "正在发送" : "已发送");
  return mark;
};

/** A row of the conversation. `on` answers: fileUrl, look, press, resend, quote, drop, grown. */
export const bubble = (item, on, { isGroup, botName, myName }) => {
  const row = make("article", `line ${item.mine ? "mine" : "theirs"}${item.bot ? " of-bot" : ""}`);
  row.setAttribute("aria-label", item.mine ? "我说" : `${item.name}说`);
  const picture = make("span", "face");
  picture.setAttribute("aria-hidden", "true");
  if (item.bot) botFace(picture, botName);
  else face(picture, item.mine ? myName : item.name);
  const body = make("div", "body");
  if (isGroup && !item.mine) body.append(make("span", "name", item.name));
  const said = make("div", "said");
  said.append((KINDS[item.kind] || words)(item, on));
  if (item.mine) said.append(state(item, on));
  else if (isGroup) {
    const quote = make("button", "quote-it", "引用");
    quote.type = "button";
    quote.setAttribute("aria-label", `引用${item.name}的这句话`);
    quote.onclick = () => on.quote(item);
    said.append(quote);
  }
  body.append(said);
  if (item.quoted) body.append(make("div", "quoted", `${item.quoted.name}：${item.quoted.text || "[照片或语音]"}`));
  if (item.buttons?.length) body.append(buttons(item, on));
  if (item.state === "failed") {
    const why = make("p", "why", `${item.words || "没有发出去。"} `);
    const drop = make("button", "", "删除");
    drop.type = "button";
    drop.onclick = () => on.drop(item);
    why.append(drop);
    body.append(why);
  }
  row.append(picture, body);
  return row;
};

/** One line in the list of conversations. */
export const inShort = (item, isGroup) => {
  const said = { photo: "[照片]", voice: "[语音]", location: "[位置]", file: `[文件]${item.text}` }[item.kind] || item.text.replace(/\s+/g, " ");
  return isGroup && !item.mine ? `${item.name}：${said}` : said;
};
