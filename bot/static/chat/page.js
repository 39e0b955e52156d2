// What all parts of the page share: who sits here, which conversations there are, which one is open.

import { Unsent } from "./unsent.js";

export const page = document.body.dataset;
export const id = (name) => document.getElementById(name);
export const wide = matchMedia("(min-width: 760px)");

const who = page.as || "visitor";
export const unsent = new Unsent(localStorage, who);
export const sceneName = `liaison.scene.${who}`;

/** `link`, `lines`, `composer` and `show` are put in by chat.js, which builds the page. */
export const house = { talks: new Map(), open: null, link: null, lines: null, composer: null, show: null };

/** An address of the chat, for the person who sits at this page. */
export const address = (path, more = {}) => {
  const query = new URLSearchParams(page.as ? { as: page.as, ...more } : more);
  return query.size ? `${path}?${query}` : path;
};

export const liveAddress = () => {
  const url = new URL(address("/chat/ws"), location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url;
};

export const fileUrl = (name) => address(`/chat/media/${name}`);

/** True when the open conversation is before somebody's eyes. */
export const isShown = () =>
  !document.hidden && house.open !== null && (wide.matches || document.body.classList.contains("show-talk"));
