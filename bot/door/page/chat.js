// <my-say>: the whole conversation as one element, on our own page and inside the widget alike. Here are the frame, the
// screens before the first word, and leaving; what comes after the first word (sitting.js) is loaded behind them.

import { h, lines, wordsOf } from "./dom.js";
import { forgetKept, readKept } from "./kept.js";
import { leave, onThreeShifts } from "./leave.js";
import * as views from "./views.js";

const MARK = "M4 5h16v11H11l-5 4v-4H4z";
const EXIT = "M13 4H5v16h8M10 12h11M17 8l4 4-4 4";
const CROSS = "M6 6l12 12M18 6L6 18";

let loading = null;
/** The rest of the script; a load that failed is tried again. */
const rest = () =>
  (loading ||= import("./sitting.js").catch((error) => {
    loading = null;
    throw error;
  }));

/** Attributes: `service` (address of the chat API), `channel` (web or widget). Property: `facts` (GET page.json). */
export class MySay extends HTMLElement {
  facts = null;
  settings = { size: 1, easy: false };
  keeping = false; // whether the person chose to keep their place in this tab
  #root = null;
  #frame = null;
  #bar = null;
  #room = null; // watches how much of the screen the bar and the dock take
  #status = null;
  #sitting = null;
  #stop = [];

  connectedCallback() {
    this.#readFacts();
    this.t = wordsOf(this.facts.strings);
    this.lang = this.facts.language;
    this.dir = this.t("direction");
    this.#root ||= this.attachShadow({ mode: "open" });
    this.#listen();
    this.#begin();
  }

  disconnectedCallback() {
    this.#stop.forEach((stop) => stop());
    this.#wipe();
  }

  /** On our own page the facts stand in the page; what is for browsers without a script goes, and so do they. */
  #readFacts() {
    const written = document.getElementById("my-say-facts");
    if (!this.facts && written) this.facts = JSON.parse(written.textContent);
    written?.remove();
    this.replaceChildren();
  }

  /** True on our own page, false in a widget on somebody else's. */
  get alone() {
    return this.getAttribute("channel") !== "widget";
  }

  /** True while the element can be seen: the widget's closed panel must not take keys from the site around it. */
  get shown() {
    return this.getClientRects().length > 0;
  }

  get conversation() {
    return this.#sitting?.conversation;
  }

  #listen() {
    const on = (target, type, then) => {
      target.addEventListener(type, then);
      return () => target.removeEventListener(type, then);
    };
    const look = () => document.hidden || this.conversation?.tryNow();
    this.#stop = [
      onThreeShifts(() => this.shown && this.leave(), (left) => this.shown && this.status(this.t(`leave.shift_${left}`))),
      on(this.#root, "pointerdown", (event) => event.target.closest(".menu") || this.#sitting?.closeMenu()),
      on(window, "online", look),
      on(document, "visibilitychange", look),
      // Nothing may be found by pressing Back: what is on the screen goes when the page does.
      on(window, "pagehide", () => this.#wipe()),
      on(window, "pageshow", (event) => event.persisted && this.#begin()),
    ];
  }

  #begin() {
    const kept = readKept();
    if (kept) {
      this.keeping = true;
      this.settings = kept.settings;
    }
    this.#build();
    this.show(kept ? "gate" : "before", false);
  }

  #build() {
    const { t } = this;
    const style = h("link", { rel: "stylesheet", href: new URL("chat.css", import.meta.url).href });
    const ready = () => {
      this.setAttribute("ready", "");
      rest().catch(() => {}); // it is asked for again when the person starts
    };
    style.addEventListener("load", ready);
    style.addEventListener("error", ready);
    this.#frame = h(this.alone ? "main" : "section", { class: "column", "aria-label": this.alone ? null : t("title") });
    this.#status = h("div", { role: "status", class: "unseen" });
    this.#bar = this.#newBar();
    this.#root.replaceChildren(style, this.#bar, this.#frame, this.#status);
    this.#watchRoom();
    this.set({});
  }

  #newBar() {
    const { t } = this;
    const away = (event) => {
      event.preventDefault();
      this.leave();
    };
    const shut = () => this.dispatchEvent(new Event("shut"));
    return h("header", { class: "bar" },
      h("a", { class: "leave", href: this.facts.leave_to, rel: "noreferrer nofollow", onclick: away }, lines(EXIT), t("leave")),
      this.alone ? null : h("button", { type: "button", class: "close", "aria-label": t("widget.close"), onclick: shut }, lines(CROSS)),
      h("p", { class: "brand" }, lines(MARK), t("title")));
  }

  /** What is scrolled to, or has the keyboard, must not be under the bar or the dock (WCAG 2.4.11). */
  #watchRoom() {
    this.#room?.disconnect();
    const taken = (...nodes) =>
      Math.max(0, ...nodes.map((node) => (getComputedStyle(node).position === "sticky" ? node.offsetHeight : 0)));
    this.#room = new ResizeObserver(() => {
      this.style.setProperty("--bar", `${taken(this.#bar)}px`);
      this.style.setProperty("--dock", `${taken(...this.#root.querySelectorAll(".dock, .composer"))}px`);
    });
    this.#room.observe(this.#bar);
  }

  /** Shows a screen of views.js by its name. */
  show(name, pressed = true) {
    this.put(name, views[name](this), { pressed });
  }

  /** Puts a screen up: its nodes, and a menu in the bar (or no bar). After a press its heading is next for the keyboard. */
  put(name, nodes, { pressed = true, menu = null, bar = true } = {}) {
    this.#bar.querySelector(".menu")?.remove();
    if (menu) this.#bar.firstChild.after(menu);
    if (bar) this.#frame.before(this.#bar);
    else this.#bar.remove();
    this.setAttribute("view", name);
    this.#frame.replaceChildren(...nodes.flat(Infinity).filter(Boolean));
    const form = this.#frame.querySelector(".composer");
    if (form) this.#room.observe(form);
    if (!pressed) return;
    this.#frame.querySelector("h1").focus({ preventScroll: true });
    this.scrollIntoView({ block: "start" });
  }

  async #sit() {
    const { Sitting } = await rest();
    return (this.#sitting ||= new Sitting(this));
  }

  async start() {
    await (await this.#sit()).start();
  }

  async resume(code) {
    await (await this.#sit()).resume(code);
  }

  /** After a gate: goes on where the person was. */
  async carryOn() {
    try {
      await (await this.#sit()).carryOn(readKept());
    } catch {
      this.status(this.t("problem.start"));
    }
  }

  /** The widget's panel was closed: when it opens again it asks before it shows anything. */
  rest() {
    this.#sitting?.rest();
  }

  /** The sitting is over: nothing of it is held here any more. */
  ended() {
    this.#sitting?.close();
    this.#sitting = null;
    forgetKept();
  }

  /** Whether to keep the way back in this tab; nothing is kept unless the person chose it. */
  keep(keeping) {
    this.keeping = keeping;
    if (!keeping) forgetKept();
  }

  set(changed) {
    Object.assign(this.settings, changed);
    this.setAttribute("size", this.settings.size);
    this.toggleAttribute("easy", this.settings.easy);
    this.#sitting?.keepNow();
  }

  status(text) {
    this.#status.textContent = text;
  }

  leave() {
    const { facts, t } = this;
    leave({
      to: facts.leave_to,
      title: t("leave.title"),
      status: t("leave.status"),
      forget: () => this.#wipe(),
      count: `${this.getAttribute("service")}left?channel=${this.alone ? "web" : "widget"}`,
    });
  }

  #wipe() {
    this.#sitting?.close();
    this.#sitting = null;
    this.#root.replaceChildren();
  }
}

if (!customElements.get("my-say")) customElements.define("my-say", MySay);
