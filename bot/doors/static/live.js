// What both live pages share: a transcript that grows, and a form that keeps what was written
// until the server has it.
import { earn } from "./earn.js";

const RETRY_SHOWN_AFTER = 3000;
const AGAIN_AFTER = 2000;
const ANSWERED_WITHIN = 20000;
const LONGEST_KEPT_ALIVE = 4096; // browsers allow 64 KiB in all

// Follows the conversation, unless its reader has gone back to read. Answers are shown from what
// they answer on: one that is longer than the screen is not read from its end.
export class Transcript {
  constructor(onNewer = () => {}) {
    this.log = document.getElementById("log");
    this.lines = document.getElementById("lines");
    this.onNewer = onNewer;
    this.log.addEventListener("scroll", () => {
      this.follows = this.end - this.log.scrollTop < 80;
      if (this.follows) this.seen();
    });
    new ResizeObserver(() => this.follows && this.follow()).observe(this.log);
    this.toEnd();
  }

  get end() {
    return this.log.scrollHeight - this.log.clientHeight;
  }

  seen() {
    this.from = null;
    this.onNewer(false);
  }

  toEnd() {
    this.follows = true;
    this.log.scrollTop = this.end;
    this.seen();
  }

  // What nobody may miss: wherever its reader is, and also where the whole page scrolls.
  toLast() {
    this.toEnd();
    this.lines.lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  clear() {
    this.lines.replaceChildren();
  }

  follow() {
    const top = this.from ? this.from.offsetTop - this.lines.offsetTop : this.end;
    this.log.scrollTop = top;
    this.follows = top >= this.end;
    this.onNewer(!this.follows);
  }

  // A line comes once, whatever the stream repeats.
  add({ number, html }) {
    if (this.lines.querySelector(`[data-number="${number}"]`)) return;
    this.lines.insertAdjacentHTML("beforeend", html);
    const line = this.lines.lastElementChild;
    if (!this.from || !line.classList.contains("bot")) this.from = line;
    if (this.follows) this.follow();
    else this.onNewer(true);
  }
}

// Replaces a part of the page without taking away what somebody is at.
export function replace(part, html) {
  if (part.innerHTML === html) return;
  const focused = part.contains(document.activeElement) && document.activeElement.id;
  const opened = [...part.querySelectorAll("details[id][open]")].map(({ id }) => id);
  part.innerHTML = html;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  // Whoever uses a keyboard goes on from the conversation when what they were at is gone.
  if (focused === false) return;
  const there = document.getElementById(focused) ?? document.getElementById("log") ?? part;
  there.focus({ preventScroll: true });
}

// Browsers come back by themselves when a stream breaks, but not when something between us
// answers for a server that is away.
export function listen(path, lost, handlers) {
  let away = 0;
  let last = "";
  let source;
  let left = false;
  const open = () => {
    if (left) return;
    const from = new URL(path, location);
    if (last) from.searchParams.set("after", last);
    source = new EventSource(from);
    source.onopen = () => {
      clearTimeout(away);
      away = 0;
      lost(false);
    };
    source.onerror = () => {
      away ||= setTimeout(() => lost(true), RETRY_SHOWN_AFTER);
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_AFTER);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        last = event.lastEventId || last;
        handle(JSON.parse(event.data));
      });
    }
  };
  open();
  addEventListener("leave", () => {
    left = true;
    source.close();
  });
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

// Sends a form's fields; returns what is answered.
async function post(path, fields) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(ANSWERED_WITHIN),
      body: new URLSearchParams(fields),
      // What is on its way arrives, even if the page is left meanwhile.
      keepalive: !(fields.text?.length > LONGEST_KEPT_ALIVE),
    });
    return await answer.json();
  } catch {
    return {};
  }
}

// The form keeps its text and its id until the server has said that it is there: sending it
// again then changes nothing twice.
export class Composer {
  constructor(form, failed, onSend = () => {}) {
    this.form = form;
    this.failed = failed;
    this.onSend = onSend;
    this.text = form.elements.text;
    this.button = form.querySelector("button");
    this.error = document.getElementById("error");
    this.sending = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener("keydown", (event) => {
      const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
      // On a phone, Enter is the only way to a new line.
      if (enter && !matchMedia("(pointer: coarse)").matches) {
        event.preventDefault();
        this.send();
      }
    });
  }

  // What was written and is not on its way.
  get draft() {
    return this.after(this.sending ?? "").trim();
  }

  // Whoever has written on while something was sent keeps that.
  after(sent) {
    const { value } = this.text;
    return value.startsWith(sent) ? value.slice(sent.length) : value;
  }

  say(sentence, isCalm = false) {
    this.error.textContent = sentence;
    this.error.hidden = !sentence;
    this.error.classList.toggle("calm", isCalm);
  }

  async send() {
    if (this.sending !== null) return;
    const text = this.text.value;
    const id = this.form.elements.client_id;
    this.sending = text;
    this.button.disabled = true;
    const refused = await this.post(this.form.getAttribute("action"), { text, client_id: id.value });
    this.sending = null;
    this.button.disabled = false;
    this.say(refused);
    if (!refused) {
      id.value = newId();
      this.text.value = this.after(text);
    }
    // What was asked meanwhile stays in sight.
    this.text.focus({ preventScroll: true });
  }

  // Returns "" or the sentence that says why not.
  async post(path, fields) {
    this.onSend();
    const sent = { token: this.form.elements.token.value, ...fields };
    let said = await post(path, sent);
    while (said.ticket) {
      this.say(said.error, true);
      said = await post(path, { ...sent, ...(await earn(said)) });
    }
    // Something between us may answer, too, and not know our sentences.
    return said.ok ? "" : said.error || this.failed;
  }

  async choose(choice) {
    const refused = await this.post("/choose", { choice, client_id: newId() });
    this.say(refused);
    return !refused;
  }
}
