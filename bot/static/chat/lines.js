// The messages of the open conversation on the page, kept in step with what is known of it.

import { bubble } from "./bubbles.js";
import { needsTimeLine, timeLine } from "./times.js";

const NEAR = 120;

export class Lines {
  /** `on` is what bubbles need, and atEnd() when the last message came into sight, older() for what lies before. */
  constructor(element, on, names) {
    this.element = element;
    this.on = { ...on, grown: () => this.isAtEnd && this.toEnd() };
    this.names = names;
    this.talk = null;
    this.isAtEnd = true;
    element.addEventListener("scroll", () => {
      this.isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      if (this.isAtEnd) on.atEnd();
      if (element.scrollTop < 60 && this.talk?.more) on.older(this.talk);
    });
    new ResizeObserver(() => this.isAtEnd && this.toEnd()).observe(element);
  }

  open(talk) {
    this.talk = talk;
    this.isAtEnd = true;
    this.draw();
    this.toEnd();
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.on.atEnd();
  }

  /** Draw everything again; what the eye rests on stays where it is. */
  draw() {
    const fromEnd = this.element.scrollHeight - this.element.scrollTop;
    this.element.setAttribute("aria-live", "off");
    this.element.replaceChildren();
    this.before = null;
    if (this.talk.more) this.element.append(this.grey("button", "看更早的消息", () => this.on.older(this.talk)));
    else if (!this.talk.isGroup) this.element.append(this.greeting());
    for (const item of this.talk.items) this.put(item);
    for (const item of this.talk.pending) this.put(item);
    this.element.scrollTop = this.element.scrollHeight - fromEnd;
    requestAnimationFrame(() => this.element.setAttribute("aria-live", "polite"));
  }

  /** Something changed: add what is new at the end, or draw again when the change is elsewhere. */
  change(item) {
    const isLast = this.talk.items.at(-1) === item && this.talk.pending.length === 0;
    const waited = item.key && this.element.querySelector(`[data-key="${item.key}"]`);
    if (isLast && !waited) this.put(item);
    else if (isLast && Math.abs(this.before - new Date(item.at)) < 60000) waited.replaceWith(this.row(item));
    else this.draw();
    if (this.isAtEnd || item.mine) this.toEnd();
  }

  put(item) {
    const time = new Date(item.at);
    if (needsTimeLine(this.before, time)) this.element.append(this.grey("time", timeLine(time, new Date())));
    this.before = time;
    this.element.append(this.row(item));
  }

  row(item) {
    const row = bubble(item, this.on, { isGroup: this.talk.isGroup, ...this.names });
    if (item.key) row.dataset.key = item.key;
    if (item.place) row.dataset.place = item.place;
    return row;
  }

  grey(tag, words, press) {
    const element = document.createElement(tag);
    element.className = "grey";
    element.textContent = words;
    if (press) element.onclick = press;
    return element;
  }

  greeting() {
    const element = document.createElement("p");
    element.className = "greeting";
    element.textContent = this.names.isStaff
      ? "发“待办”看等您处理的件，发“帮助”看能做什么。"
      : "请直接说您遇到的事：在什么地方，是什么问题。可以打字，也可以发照片、录音和位置。";
    return element;
  }
}
