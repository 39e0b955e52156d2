// One conversation as the page knows it: what was said, what is still on its way, how far it was seen.

export class Talk {
  constructor(told) {
    this.id = told.id;
    this.items = [];
    this.pending = [];
    this.seen = null;
    this.more = false;
    this.unread = 0;
    this.draft = "";
    this.quoted = null;
    this.learn(told);
  }

  learn(told) {
    this.title = told.title;
    this.subtitle = told.subtitle;
    this.members = told.members;
    this.papers = told.papers === true;
    this.unread = told.unread;
    this.told = told.last;
  }

  get isGroup() {
    return this.id !== "";
  }

  get last() {
    return this.pending.at(-1) || this.items.at(-1) || this.told;
  }

  /** Take in a line that is durably there. False when it was known. */
  add(item) {
    if (item.key) this.pending = this.pending.filter((waiting) => waiting.key !== item.key);
    let place = this.items.length;
    while (place > 0 && this.items[place - 1].place > item.place) place -= 1;
    if (place > 0 && this.items[place - 1].place === item.place) return false;
    this.items.splice(place, 0, item.mine ? { ...item, state: "sent" } : item);
    return true;
  }

  /** Everything up to this place has come through the live line, so a later hello need not ask for it. */
  sawUpTo(place) {
    this.seen = Math.max(this.seen ?? 0, place);
  }
}
