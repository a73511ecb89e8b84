// One conversation with the chat API: what was said, what waits to be sent, what came since. It knows no element.
//
// Events: "said" (messages changed), "line" (connection good or not), "refused" (words given back), "gone" (closed here).

const SOON = 4_000; // ms between two looks for a worker's reply
const LATE = 60_000; // ms, the longest wait between two tries
const PATIENCE = 40_000; // ms after which a call counts as failed

/** A call that did not work. `kind`: "line" (try again), "busy" (wait first), "refused" (never), "gone". */
export class Problem extends Error {
  constructor(kind, message = "", wait = 0) {
    super(message);
    this.kind = kind;
    this.wait = wait;
  }
}

const KINDS = { 400: "refused", 401: "gone", 403: "gone", 404: "gone", 410: "gone", 413: "refused", 422: "refused" };

/** Calls the chat API. Returns its JSON; throws a Problem. */
export async function call(url, { method = "GET", token, body, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE);
  signal?.addEventListener("abort", () => limit.abort());
  let answer;
  let said = {};
  try {
    answer = await fetch(url, {
      method, headers, body: body && JSON.stringify(body), signal: limit.signal,
      // keepalive: words already sent arrive even when the person leaves in that moment (browsers take up to 64 KiB so)
      keepalive: method === "POST" && JSON.stringify(body).length < 16_000,
      credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
    });
    said = answer.status === 204 ? {} : await answer.json();
  } catch (error) {
    if (!answer || answer.ok) throw new Problem("line", String(error));
  } finally {
    clearTimeout(timer);
  }
  if (answer.ok) return said;
  const kind = answer.status === 429 ? "busy" : KINDS[answer.status] || "line";
  throw new Problem(kind, said.message, Number(answer.headers.get("Retry-After")) || 5);
}

// A name for a message that no other has. (crypto.randomUUID is not there where a test site has no https.)
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export class Conversation extends EventTarget {
  messages = []; // as the chat API gives them; the person's own also have `state`: sending, waiting or sent
  #service;
  #channel;
  #key = null; // {id, token}
  #last = 0; // the highest number seen
  #queue = [];
  #sending = false;
  #timer = 0;
  #wake = null;
  #looking = null;
  #good = true;
  #delay = SOON;

  constructor(service, channel) {
    super();
    this.#service = service;
    this.#channel = channel;
  }

  get open() {
    return this.#key !== null;
  }

  /** What is needed to come back to this conversation in this tab. */
  get key() {
    return this.#key;
  }

  async start() {
    this.#opened(await call(`${this.#service}conversations`, { method: "POST", body: { channel: this.#channel } }));
  }

  async resume(code) {
    this.#opened(await call(`${this.#service}resume`, { method: "POST", body: { code } }));
  }

  /** Carries on with a kept key, from the message after number `from`. */
  async takeUp(key, from) {
    const { messages } = await call(`${this.#service}conversations/${key.id}/messages?after=${from}`, { token: key.token });
    this.#opened({ ...key, messages });
  }

  #opened({ id, token, messages }) {
    this.#key = { id, token };
    this.#merge(messages);
    this.#lookIn(SOON);
  }

  /** Says something: words, or a choice with the title it bears. It is sent in order, again until it arrives. */
  say(text, choice = null) {
    const own = { from: "you", text, choices: [], kind: "text", asks: null, state: "sending", client_id: newId() };
    own.body = { ...(choice ? { choice } : { text }), client_id: own.client_id };
    this.messages.push(own);
    this.#queue.push(own);
    this.#tell("said");
    this.#send();
    return own;
  }

  /** Tries now what waits. */
  tryNow() {
    this.#wake?.();
    if (this.open && !this.#sending) this.#look();
  }

  /** All messages from the first on, for a person who asks to see them. */
  async all() {
    this.#merge((await this.#ask("messages?after=0")).messages);
  }

  record() {
    return this.#ask("record");
  }

  pause() {
    return this.#ask("pause", "POST", {});
  }

  async erase() {
    const told = await this.#ask("", "DELETE");
    this.close();
    return told;
  }

  /** Forgets what was said, not who we are: the next answer is shown alone. */
  forgetWords() {
    this.messages = [];
  }

  /** Forgets everything here; the server still holds the conversation. */
  close() {
    clearTimeout(this.#timer);
    this.#looking?.abort();
    this.#key = null;
    this.#queue = [];
    this.#last = 0;
    this.messages = [];
    this.#wake?.();
  }

  #ask(path, method = "GET", body = undefined, signal = undefined) {
    const { id, token } = this.#key;
    return call(`${this.#service}conversations/${id}${path && `/${path}`}`, { method, token, body, signal });
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#timer);
    let delay = 1_000;
    while (this.open && this.#queue.length) {
      const own = this.#queue[0];
      try {
        const { messages } = await this.#ask("messages", "POST", own.body);
        if (!this.open) break;
        own.state = "sent";
        this.#queue.shift();
        delay = 1_000;
        this.#line(true);
        this.#merge(messages);
      } catch (problem) {
        if (!this.open || !(await this.#failed(own, problem, delay))) break;
        delay = Math.min(delay * 2, LATE);
      }
    }
    this.#sending = false;
    this.#lookIn(SOON);
  }

  /** After a failed try: waits and returns true if it should be tried again or the next be sent; false if all is over. */
  async #failed(own, problem, delay) {
    if (problem.kind === "gone") {
      this.#tell("gone", { words: this.#queue.map((each) => each.text) });
      return false;
    }
    if (problem.kind === "refused") {
      this.#queue.shift();
      this.messages = this.messages.filter((message) => message !== own);
      this.#tell("said");
      this.#tell("refused", { text: own.body.text || "", message: problem.message });
      return true;
    }
    own.state = "waiting";
    this.#tell("said");
    const wait = problem.kind === "busy" ? problem.wait * 1_000 : delay;
    this.#line(false, problem);
    await new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, wait);
    });
    own.state = "sending";
    if (this.open) this.#tell("said");
    return true;
  }

  #lookIn(ms) {
    clearTimeout(this.#timer);
    if (this.open) this.#timer = setTimeout(() => this.#look(), document.hidden ? LATE : ms);
  }

  async #look() {
    if (!this.open || this.#sending) return;
    this.#looking = new AbortController();
    try {
      const { messages } = await this.#ask(`messages?after=${this.#last}`, "GET", undefined, this.#looking.signal);
      if (!this.open) return;
      this.#delay = SOON;
      this.#line(true);
      this.#merge(messages);
    } catch (problem) {
      if (!this.open) return;
      if (problem.kind === "gone") return; // what is on the screen stays until the person does something
      this.#delay = problem.kind === "busy" ? problem.wait * 1_000 : Math.min(this.#delay * 2, LATE);
      if (problem.kind === "line") this.#line(false, problem);
    }
    if (!this.#sending) this.#lookIn(this.#delay);
  }

  /** Takes in messages from the server: in order, each once; the person's own that came back get their number. */
  #merge(messages) {
    for (const message of messages) {
      this.#last = Math.max(this.#last, message.n);
      if (this.messages.some((known) => known.n === message.n)) continue;
      const echo = message.from === "you" && this.messages.find((own) => own.state && !own.n && own.text === message.text);
      if (echo) Object.assign(echo, message, { state: "sent" });
      else this.messages.push(message);
    }
    const numbered = this.messages.filter((message) => message.n).sort((a, b) => a.n - b.n);
    if (numbered.length === this.messages.length) this.messages = numbered;
    if (messages.length) this.#tell("said");
  }

  #line(good, problem = null) {
    if (good === this.#good && good) return;
    this.#good = good;
    this.#tell("line", { good, problem });
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
