// The live line to the service: comes back by itself, asks for what was missed, and notices when it is dead.

const PING_EVERY = 15000;
const SILENCE = 35000;
const LONGEST_WAIT = 15000;

export class Link {
  /** `on` holds: event(message), state("open" | "closed" | "refused"), seen() -> {conversation: place}. */
  constructor(address, on) {
    this.address = address;
    this.on = on;
    this.tries = 0;
    this.socket = null;
    this.timer = null;
    this.isReady = false;
    addEventListener("online", () => this.now());
    addEventListener("offline", () => this.socket?.close());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
    setInterval(() => this.watch(), PING_EVERY);
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    this.timer = null;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    this.heardAt = Date.now();
    socket.onopen = () => {
      this.heardAt = Date.now();
      this.write({ type: "hello", seen: this.on.seen() });
    };
    socket.onmessage = (frame) => {
      this.heardAt = Date.now();
      const event = JSON.parse(frame.data);
      if (event.type === "welcome") {
        this.tries = 0;
        this.isReady = true;
      }
      if (event.type !== "pong") this.on.event(event);
      if (event.type === "welcome") this.on.state("open");
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.isReady = false;
      this.socket = null;
      this.tries += 1;
      this.on.state(this.tries > 1 ? "closed" : "again");
      const wait = Math.min(LONGEST_WAIT, 400 * 2 ** Math.min(this.tries, 6)) * (0.7 + Math.random() * 0.6);
      this.timer = setTimeout(() => this.connect(), wait);
    };
  }

  /** Try at once: the network is back, or somebody looks at the page again. */
  now() {
    if (this.timer !== null) this.connect();
    else this.watch();
  }

  watch() {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (Date.now() - this.heardAt > SILENCE) this.socket.close();
    else this.write({ type: "ping" });
  }

  write(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }
}
