// One sitting of a conversation in the element: from the first question to a break, a cover, the end, or leaving.

import { Aloud } from "./aloud.js";
import { Conversation } from "./conversation.js";
import { h } from "./dom.js";
import { keep } from "./kept.js";
import { pictureNamed } from "./pictures.js";
import { spokenText, talkScreen } from "./talk.js";
import * as views from "./views.js";

/** `element` is the <my-say> it is shown in. */
export class Sitting {
  #talk = null;
  #covered = false;
  #wasCovered = false; // since then the person has not answered yet; what came before is not offered

  constructor(element) {
    this.element = element;
    this.t = element.t;
    this.facts = element.facts;
    this.aloud = new Aloud(element.facts.language);
    this.conversation = new Conversation(element.getAttribute("service"), element.alone ? "web" : "widget");
    const on = (type, then) => this.conversation.addEventListener(type, (event) => then(event.detail));
    on("said", () => this.#said());
    on("line", (detail) => this.#talk?.line(detail));
    on("refused", (detail) => this.#talk?.giveBack(detail));
    on("gone", ({ words }) => this.#end("gone", words));
  }

  async start() {
    await this.conversation.start();
    this.show();
  }

  async resume(code) {
    await this.conversation.resume(code);
    this.show();
  }

  /** Goes on after a gate with the last question alone: of this sitting, or of the one that was kept in this tab. */
  async carryOn(kept) {
    if (!this.conversation.open) {
      try {
        await this.conversation.takeUp({ id: kept.id, token: kept.token }, kept.from);
      } catch (problem) {
        if (problem.kind === "gone") return this.#end("gone", []);
        throw problem;
      }
      this.show();
      if (this.#talk) this.#talk.box.value = kept.draft || "";
    }
    this.show();
    this.#talk?.offerEarlier(true);
  }

  /** Shows the conversation, unless the screen is covered. */
  show() {
    if (this.#covered) return;
    this.#talk ||= talkScreen(this);
    this.element.put("talk", this.#talk.nodes, { menu: this.#talk.menu });
    this.#talk.sync();
  }

  #said() {
    const last = this.conversation.messages.at(-1);
    if (last?.kind === "cover") return this.#cover(last);
    if (this.#covered) return this.#uncover(last);
    if (this.element.getAttribute("view") !== "talk") return;
    this.#talk.sync();
    if (this.#wasCovered && last?.from !== "you" && this.conversation.messages.some(({ from }) => from === "you")) {
      this.#wasCovered = false;
      this.#talk.offerEarlier(true);
    }
  }

  /** The whole screen becomes a page about the weather; nothing of the story is left in the document or here. */
  #cover({ text }) {
    this.#covered = true;
    this.conversation.forgetWords();
    this.#forgetScreen();
    this.element.put("cover", views.cover(this, text), { bar: false });
    if (this.element.alone) document.title = this.t("leave.title");
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
    if (this.element.alone) document.title = this.t("title");
    this.show();
  }

  rest() {
    this.aloud.stop();
    if (this.conversation.open && !this.#covered) this.element.show("gate", false);
  }

  closeMenu() {
    this.#talk?.closeMenu();
  }

  choose(payload, title) {
    this.#talk.say(title, payload, true);
  }

  async pause() {
    this.aloud.stop();
    let told = {};
    try {
      told = await this.conversation.pause();
    } catch {
      // the screen says that there is no code
    }
    this.element.put("paused", views.paused(this, told));
  }

  async erase() {
    const { kept = [] } = await this.conversation.erase();
    this.#end("over", kept);
  }

  #end(view, told) {
    this.element.ended();
    this.element.put(view, views[view](this.element, told));
  }

  leave() {
    this.element.leave();
  }

  get settings() {
    return this.element.settings;
  }

  set(changed) {
    this.element.set(changed);
  }

  /** Keeps the way back and what is being typed, if the person chose that. */
  keepNow() {
    const { key, messages } = this.conversation;
    if (!this.element.keeping || !key) return;
    const mine = messages.findLastIndex(({ from }) => from === "you");
    const from = (messages.slice(mine + 1).find(({ n }) => n)?.n || messages.findLast(({ n }) => n)?.n || 1) - 1;
    keep({ ...key, from, settings: this.settings, draft: this.#talk?.box.value });
  }

  /** A picture of our own for a topic or a choice, if there is one; the style shows it in easy read only. */
  picture = (name) => {
    const found = pictureNamed(name, this.facts.pictures);
    const src = found && new URL(`pictures/${found}.svg`, import.meta.url).href;
    return src ? h("img", { class: "picture", src, alt: "", loading: "lazy", width: "64", height: "64" }) : null;
  };

  readAloud(text) {
    if (this.aloud.on && this.element.shown) this.aloud.say(text);
  }

  readCurrent() {
    const all = this.conversation.messages;
    const mine = all.findLastIndex(({ from }) => from === "you");
    all.slice(mine + 1).forEach((message) => this.readAloud(spokenText(message, this.t)));
  }

  #forgetScreen() {
    this.aloud.stop();
    this.#talk?.clear();
    this.#talk = null;
  }

  /** Forgets all of it here; the server still holds the conversation. */
  close() {
    this.conversation.close();
    this.#forgetScreen();
  }
}
