// The bar to write, to send a photo, a voice, a place, and to quote.

import { Recorder } from "./recorder.js";

const BIGGEST = 10 * 1024 * 1024;
const SHRINK_FROM = 3 * 1024 * 1024;
const LONGEST_SIDE = 2560;
const id = (name) => document.getElementById(name);

/** A photo straight from a telephone is often too big: send a smaller picture of the same. */
const smaller = async (file) => {
  if (file.size < SHRINK_FROM || !file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return made && made.size < file.size ? made : file;
  } catch {
    return file;
  }
};

export class Composer {
  /** `on` holds: say(text), file(kind, blob, name), place(name, latitude, longitude), unquote(), isReady(), typed(text), alarm(words). */
  constructor(on, botName) {
    this.on = on;
    this.text = id("text");
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.submit();
    });
    id("bar").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    id("photo").addEventListener("change", (event) => this.files("photo", event.target));
    id("voice").addEventListener("change", (event) => this.files("voice", event.target));
    id("paper").addEventListener("change", (event) => this.files("file", event.target));
    this.text.addEventListener("paste", (event) => this.pasted(event));
    id("mention").addEventListener("click", () => this.mention(botName));
    id("quote").querySelector("button").addEventListener("click", () => {
      this.quote(null);
      on.unquote();
    });
    this.placeDialog();
    this.recorder = new Recorder((sound) => this.one("voice", sound));
  }

  show(draft, quoted, isGroup) {
    this.text.value = draft;
    id("mention").hidden = !isGroup;
    this.quote(quoted);
    this.changed();
  }

  quote(item) {
    id("quote").hidden = item === null;
    if (item) id("quote").querySelector("span").textContent = `引用 ${item.name}：${item.text || "[照片或语音]"}`;
  }

  changed() {
    id("send").disabled = this.text.value.trim() === "";
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, 150)}px`;
    this.on.typed(this.text.value);
  }

  submit() {
    const text = this.text.value.trim();
    if (text === "" || !this.on.isReady()) return;
    this.text.value = "";
    this.changed();
    this.on.say(text);
    this.text.focus();
  }

  mention(botName) {
    const at = `@${botName} `;
    if (!this.text.value.startsWith(at)) this.text.value = at + this.text.value;
    this.changed();
    this.text.focus();
  }

  pasted(event) {
    const pictures = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (pictures.length === 0) return;
    event.preventDefault();
    for (const picture of pictures) this.one("photo", picture);
  }

  files(kind, input) {
    for (const file of input.files) this.one(kind, file);
    input.value = "";
    id("record-dialog").close("file");
  }

  async one(kind, file) {
    const ready = kind === "photo" ? await smaller(file) : file;
    if (ready.size > BIGGEST) this.on.alarm("这个文件超过 10 MB，请换一个小一点的。");
    else if (this.on.isReady()) this.on.file(kind, ready, kind === "file" ? file.name : "");
  }

  placeDialog() {
    const dialog = id("place-dialog");
    const name = id("place-name");
    const told = id("place-told");
    let here = null;
    const ready = () => (id("place-ok").disabled = name.value.trim() === "" && here === null);
    id("place").addEventListener("click", () => {
      here = null;
      name.value = "";
      told.textContent = "";
      dialog.returnValue = "";
      ready();
      dialog.showModal();
      name.focus();
    });
    name.addEventListener("input", ready);
    name.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (!event.isComposing && !id("place-ok").disabled) dialog.close("ok");
    });
    id("place-here").addEventListener("click", () => {
      if (!navigator.geolocation) {
        told.textContent = "这个浏览器不能定位，请写地名。";
        return;
      }
      told.textContent = "正在找您的位置……";
      navigator.geolocation.getCurrentPosition(
        (found) => {
          here = found.coords;
          told.textContent = "找到了您的位置。再写上地名，别人更容易找到。";
          ready();
        },
        () => (told.textContent = "没有找到位置，请写地名。"),
        { enableHighAccuracy: true, timeout: 15000 },
      );
    });
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "ok") this.on.place(name.value.trim(), here?.latitude ?? null, here?.longitude ?? null);
      this.text.focus();
    });
  }
}
