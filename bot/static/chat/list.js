// The list of conversations: who, the last words, when, and how much is unread.

import { inShort } from "./bubbles.js";
import { botFace, groupFace } from "./faces.js";
import { house, id, isShown, page, wide } from "./page.js";
import { listTime } from "./times.js";

const picture = (talk) => {
  const element = document.createElement("span");
  element.className = "face";
  element.setAttribute("aria-hidden", "true");
  return talk.isGroup ? groupFace(element, talk.members) : botFace(element, talk.title);
};

export const part = (className, text) => {
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
  if (house.open === talk) button.setAttribute("aria-current", "true");
  const words = document.createElement("span");
  words.className = "entry-words";
  const top = part("entry-top", "");
  top.append(part("entry-title", talk.title), part("entry-time", talk.last ? listTime(new Date(talk.last.at), new Date()) : ""));
  const quiet = talk.isGroup ? `${talk.members.length} 人` : talk.subtitle;
  const said = talk.last ? inShort(talk.last, talk.isGroup) : quiet;
  words.append(top, part("entry-said", talk.draft && house.open !== talk ? `[草稿] ${talk.draft}` : said));
  button.append(picture(talk), words);
  if (talk.unread) {
    const badge = part("badge", talk.unread > 99 ? "99+" : String(talk.unread));
    badge.setAttribute("aria-label", `${talk.unread} 条未读`);
    button.append(badge);
  }
  button.onclick = () => {
    house.show(talk);
    if (!wide.matches) history.pushState({ talk: talk.id }, "");
  };
  return button;
};

export const list = () => {
  const focused = document.activeElement?.dataset?.talk;
  id("talks").replaceChildren(
    ...[...house.talks.values()].map((talk) => {
      const row = document.createElement("li");
      row.append(entry(talk));
      return row;
    }),
  );
  if (focused !== undefined) id("talks").querySelector(`[data-talk="${CSS.escape(focused)}"]`)?.focus();
  const total = [...house.talks.values()].reduce((sum, talk) => sum + talk.unread, 0);
  const others = total - (house.open?.unread ?? 0);
  id("elsewhere").hidden = others === 0;
  id("elsewhere").textContent = others > 99 ? "99+" : others;
  id("to-end").hidden = !(isShown() && house.open.unread > 0 && !house.lines.isAtEnd);
  document.title = `${total ? `(${total}) ` : ""}${page.name ? `${page.name} · ` : ""}${house.open?.title ?? page.bot}`;
};
