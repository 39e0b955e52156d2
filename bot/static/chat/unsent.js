// Messages that are not yet acknowledged. They outlive the page: one entry a message, so that two tabs never overwrite each other.

export class Unsent {
  constructor(storage, who) {
    this.storage = storage;
    this.prefix = `liaison.unsent.${who}.`;
  }

  all() {
    const found = [];
    for (let index = 0; index < this.storage.length; index += 1) {
      const name = this.storage.key(index);
      if (name.startsWith(this.prefix)) found.push(JSON.parse(this.storage.getItem(name)));
    }
    return found.sort((one, other) => one.at - other.at);
  }

  keep(message) {
    const { file, url, ...kept } = message;
    if (file && !message.media) return; // a file itself does not fit here; it stays with the open page
    try {
      this.storage.setItem(this.prefix + message.key, JSON.stringify(kept));
    } catch {
      // storage is full or forbidden: the message still lives in the open page
    }
  }

  drop(key) {
    try {
      this.storage.removeItem(this.prefix + key);
    } catch {
      // as above
    }
  }
}

/** A name for one message that nobody else will think of. */
export const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};
