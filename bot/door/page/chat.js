// <my-say>: the whole conversation as one element, on our own page and inside the widget alike.

import { Aloud } from "./aloud.js";
import { Conversation } from "./conversation.js";
import { h, lines, wordsOf } from "./dom.js";
import { forgetKept, keep, readKept } from "./kept.js";
import { leave, onThreeShifts } from "./leave.js";
import { pictureNamed } from "./pictures.js";
import { spokenText, talkScreen } from "./talk.js";
import * as views from "./views.js";

const MARK = "M4 5h16v11H11l-5 4v-4H4z";
const EXIT = "M13 4H5v16h8M10 12h11M17 8l4 4-4 4";
const CROSS = "M6 6l12 12M18 6L6 18";

/** Attributes: `service` (address of the chat API), `channel` (web or widget). Property: `facts` (GET page.json). */
export class MySay extends HTMLElement {
  facts = null;
  settings = { size: 1, easy: false };
  #root = null;
  #talk = null;
  #frame = null;
  #bar = null;
  #room = null; // watches how much of the screen the bar and the dock take
  #status = null;
  #kept = null; // what was kept of an earlier visit in this tab, until it is taken up
  #keeping = false;
  #covered = false;
  #wasCovered = false; // since then the person has not answered yet; what came before is not offered
  #stop = [];

  connectedCallback() {
    this.#readFacts();
    this.t = wordsOf(this.facts.strings);
    this.aloud = new Aloud(this.facts.language);
    this.lang = this.facts.language;
    this.dir = this.t("direction");
    this.#root ||= this.attachShadow({ mode: "open" });
    this.#listen();
    this.#begin();
  }

  disconnectedCallback() {
    this.#stop.forEach((stop) => stop());
    this.aloud.stop();
  }

  /** On our own page the facts stand in the page; what is for browsers without a script goes, and so do they. */
  #readFacts() {
    const written = document.getElementById("my-say-facts");
    if (!this.facts && written) this.facts = JSON.parse(written.textContent);
    written?.remove();
    this.replaceChildren();
  }

  get #alone() {
    return this.getAttribute("channel") !== "widget";
  }

  #listen() {
    const on = (target, type, then) => {
      target.addEventListener(type, then);
      return () => target.removeEventListener(type, then);
    };
    this.#stop = [
      onThreeShifts(() => this.shown && this.leave(), (left) => this.shown && this.status(this.t(`leave.shift_${left}`))),
      on(this.#root, "pointerdown", (event) => event.target.closest(".menu") || this.closeMenu()),
      on(window, "online", () => this.conversation.tryNow()),
      on(document, "visibilitychange", () => document.hidden || this.conversation.tryNow()),
      // Nothing may be found by pressing Back: what is on the screen goes when the page does.
      on(window, "pagehide", () => this.#wipe()),
      on(window, "pageshow", (event) => event.persisted && this.#begin()),
    ];
  }

  /** True while the element can be seen: the widget's closed panel must not take keys from the site around it. */
  get shown() {
    return this.getClientRects().length > 0;
  }

  #begin() {
    this.conversation = new Conversation(this.getAttribute("service"), this.#alone ? "web" : "widget");
    this.#covered = false;
    const on = (type, then) => this.conversation.addEventListener(type, (event) => then(event.detail));
    on("said", () => this.#said());
    on("line", (detail) => this.#talk?.line(detail));
    on("refused", (detail) => this.#talk?.giveBack(detail));
    on("gone", ({ words }) => this.#ended(() => this.#put("gone", views.gone(this, words))));
    this.#kept = readKept();
    if (this.#kept) {
      this.#keeping = true;
      this.settings = this.#kept.settings;
    }
    this.#build();
    this.show(this.#kept ? "gate" : "before", false);
  }

  #build() {
    const { t } = this;
    const away = (event) => {
      event.preventDefault();
      this.leave();
    };
    const style = h("link", { rel: "stylesheet", href: new URL("chat.css", import.meta.url).href });
    const ready = () => this.setAttribute("ready", "");
    style.addEventListener("load", ready);
    style.addEventListener("error", ready);
    this.#frame = h(this.#alone ? "main" : "section", { class: "column", "aria-label": this.#alone ? null : t("title") });
    this.#status = h("div", { role: "status", class: "unseen" });
    this.#bar = h("header", { class: "bar" },
      h("a", { class: "leave", href: this.facts.leave_to, rel: "noreferrer nofollow", onclick: away }, lines(EXIT), t("leave")),
      this.#alone ? null : h("button", { type: "button", class: "close", "aria-label": t("widget.close"),
        onclick: () => this.dispatchEvent(new Event("shut")) }, lines(CROSS)),
      h("p", { class: "brand" }, lines(MARK), t("title")));
    // What is scrolled to, or has the keyboard, must not be under the bar or the dock (WCAG 2.4.11).
    this.#room?.disconnect();
    const taken = (...nodes) =>
      Math.max(0, ...nodes.map((node) => (getComputedStyle(node).position === "sticky" ? node.offsetHeight : 0)));
    this.#room = new ResizeObserver(() => {
      this.style.setProperty("--bar", `${taken(this.#bar)}px`);
      this.style.setProperty("--dock", `${taken(...this.#root.querySelectorAll(".dock, .composer"))}px`);
    });
    this.#room.observe(this.#bar);
    this.#root.replaceChildren(style, this.#bar, this.#frame, this.#status);
    this.set({});
  }

  /** Shows a screen by its name; after a person's own press the screen's heading is next for the keyboard. */
  show(name, pressed = true) {
    if (name === "talk") this.#toTalk();
    else this.#put(name, views[name](this));
    if (pressed) this.#toTop();
  }

  #toTop() {
    this.#frame.querySelector("h1").focus({ preventScroll: true });
    this.scrollIntoView({ block: "start" });
  }

  #put(name, nodes) {
    this.#bar.querySelector(".menu")?.remove();
    this.setAttribute("view", name);
    this.#frame.replaceChildren(...nodes.flat(2).filter(Boolean));
  }

  #toTalk() {
    this.#talk ||= talkScreen(this);
    this.#put("talk", this.#talk.nodes);
    this.#bar.firstChild.after(this.#talk.menu);
    this.#room.observe(this.#talk.form);
    this.#talk.sync();
  }

  async start() {
    await this.conversation.start();
    this.#covered || this.show("talk");
  }

  async resume(code) {
    await this.conversation.resume(code);
    this.#covered || this.show("talk");
  }

  /** After a gate: goes on where the person was, with the last question alone. */
  async carryOn() {
    if (!this.conversation.open) {
      const kept = this.#kept;
      try {
        await this.conversation.takeUp({ id: kept.id, token: kept.token }, kept.from);
      } catch (problem) {
        if (problem.kind === "gone") return this.#ended(() => this.show("before"));
        return this.status(this.t("problem.start"));
      }
      this.#kept = null;
      this.show("talk");
      this.#talk.box.value = kept.draft || "";
    }
    if (this.#covered) return;
    this.show("talk");
    this.#talk.offerEarlier(true);
  }

  #said() {
    const last = this.conversation.messages.at(-1);
    if (last?.kind === "cover") return this.#cover(last);
    if (this.#covered) return this.#uncover(last);
    if (this.getAttribute("view") !== "talk") return;
    this.#talk.sync();
    if (this.#wasCovered && last?.from !== "you" && this.conversation.messages.some(({ from }) => from === "you")) {
      this.#wasCovered = false;
      this.#talk.offerEarlier(true);
    }
  }

  /** The whole screen becomes a page about the weather; nothing of the story is left in the document or here. */
  #cover({ text }) {
    this.#covered = true;
    this.aloud.stop();
    this.conversation.forgetWords();
    this.#talk?.clear();
    this.#talk = null;
    this.#put("cover", views.cover(this, text));
    this.#bar.remove();
    if (this.#alone) document.title = this.t("leave.title");
    this.#toTop();
    this.keepNow();
  }

  /** From the cover the person wrote again: the search box says nothing until the answer is there. */
  comeBack(words) {
    this.conversation.say(words);
  }

  #uncover(last) {
    if (!last || last.from === "you") return;
    this.#covered = false;
    this.#wasCovered = true;
    this.conversation.messages = this.conversation.messages.filter(({ from }) => from !== "you");
    if (this.#alone) document.title = this.t("title");
    this.#frame.before(this.#bar);
    this.show("talk");
  }

  /** The widget's panel was closed: when it opens again it asks before it shows anything. */
  rest() {
    this.aloud.stop();
    if (this.conversation.open && !this.#covered) this.show("gate", false);
  }

  closeMenu() {
    this.#talk?.closeMenu();
  }

  choose(payload, title) {
    this.#talk.say(title, payload, true);
  }

  async pause() {
    let told = {};
    try {
      told = await this.conversation.pause();
    } catch {
      // the screen says that there is no code
    }
    this.#put("paused", views.paused(this, told));
    this.#toTop();
  }

  async erase() {
    const { kept = [] } = await this.conversation.erase();
    this.#ended(() => this.#put("over", views.over(this, kept)));
  }

  #ended(then) {
    this.conversation.close();
    this.#kept = null;
    forgetKept();
    this.#talk?.clear();
    this.#talk = null;
    then();
    this.#toTop();
  }

  /** Whether to keep the way back in this tab, and what is being typed; nothing is kept unless the person chose it. */
  keep(keeping) {
    this.#keeping = keeping;
    if (!keeping) forgetKept();
  }

  keepNow() {
    const { key, messages } = this.conversation;
    if (!this.#keeping || !key) return;
    const mine = messages.findLastIndex(({ from }) => from === "you");
    const from = (messages.slice(mine + 1).find(({ n }) => n)?.n || messages.findLast(({ n }) => n)?.n || 1) - 1;
    keep({ ...key, from, settings: this.settings, draft: this.#talk?.box.value });
  }

  set(changed) {
    Object.assign(this.settings, changed);
    this.setAttribute("size", this.settings.size);
    this.toggleAttribute("easy", this.settings.easy);
    this.keepNow();
  }

  /** A picture of our own for a topic or a choice, if there is one; the style shows it in easy read only. */
  picture = (name) => {
    const found = pictureNamed(name, this.facts.pictures);
    const src = found && new URL(`pictures/${found}.svg`, import.meta.url).href;
    return src ? h("img", { class: "picture", src, alt: "", loading: "lazy", width: "64", height: "64" }) : null;
  };

  readAloud(text) {
    if (this.aloud.on && this.shown) this.aloud.say(text);
  }

  readCurrent() {
    const all = this.conversation.messages;
    const mine = all.findLastIndex(({ from }) => from === "you");
    all.slice(mine + 1).forEach((message) => this.readAloud(spokenText(message, this.t)));
  }

  status(text) {
    this.#status.textContent = text;
  }

  leave() {
    const { facts, t } = this;
    leave({ to: facts.leave_to, title: t("leave.title"), status: t("leave.status"), forget: () => this.#wipe() });
  }

  #wipe() {
    this.aloud.stop();
    this.conversation.close();
    this.#talk?.clear();
    this.#talk = null;
    this.#root.replaceChildren();
  }
}

if (!customElements.get("my-say")) customElements.define("my-say", MySay);
