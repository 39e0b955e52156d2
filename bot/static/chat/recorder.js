// Saying it instead of typing it: one tap begins, one tap ends, then it can be heard and sent.

const FORMS = ["audio/mp4", "audio/ogg;codecs=opus", "audio/webm;codecs=opus"];
const LONGEST = 5 * 60;
const id = (name) => document.getElementById(name);
const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export class Recorder {
  /** `send` is given the sound. */
  constructor(send) {
    this.send = send;
    this.dialog = id("record-dialog");
    this.sound = null;
    this.machine = null;
    id("record").addEventListener("click", () => this.open());
    id("record-go").addEventListener("click", () => (this.machine ? this.machine.stop() : this.begin()));
    this.dialog.addEventListener("close", () => this.closed());
  }

  open() {
    this.sound = null;
    this.dialog.returnValue = "";
    id("record-go").hidden = !canRecord();
    this.show("点一下，开始说", canRecord() ? "" : "这个浏览器不能直接录音，可以发一段已有的录音。");
    this.dialog.showModal();
  }

  show(label, told) {
    id("record-go").classList.toggle("on", this.machine !== null);
    id("record-go").querySelector("span").textContent = label;
    id("record-told").textContent = told;
    id("record-ok").disabled = this.sound === null;
    id("record-heard").hidden = this.sound === null;
  }

  async begin() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.show("点一下，开始说", "没有用上话筒。请允许使用话筒，或发一段已有的录音。");
      return;
    }
    const form = FORMS.find((one) => MediaRecorder.isTypeSupported(one));
    const parts = [];
    const machine = new MediaRecorder(stream, { mimeType: form, audioBitsPerSecond: 32000 });
    machine.ondataavailable = (event) => parts.push(event.data);
    machine.onstop = () => this.ended(stream, parts, form);
    this.machine = machine;
    this.sound = null;
    this.began = Date.now();
    machine.start();
    this.show("说完点一下", "正在录音 0:00");
    this.timer = setInterval(() => this.tick(), 500);
  }

  tick() {
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    id("record-told").textContent = `正在录音 ${clock(seconds)}`;
    if (seconds >= LONGEST) this.machine?.stop();
  }

  ended(stream, parts, form) {
    clearInterval(this.timer);
    for (const track of stream.getTracks()) track.stop();
    this.machine = null;
    if (!this.dialog.open) return;
    this.sound = new Blob(parts, { type: form });
    id("record-heard").src = URL.createObjectURL(this.sound);
    this.show("重新说", "录好了。可以先听一听，再点发送。");
  }

  closed() {
    const sound = this.sound;
    this.sound = null;
    this.machine?.stop();
    id("record-heard").pause();
    if (this.dialog.returnValue === "ok" && sound) this.send(sound);
    id("text").focus();
  }
}
