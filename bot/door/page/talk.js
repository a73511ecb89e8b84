// The conversation on the screen: earlier messages above, the current question large, the ways to answer, the box to write.

import { button, h } from "./dom.js";
import { messageItem, wordsOf } from "./message.js";
import { tools } from "./tools.js";

const WAYS = ["skip", "dont_know", "repeat_or_explain", "go_back", "pause", "stop"];
const ANNOUNCED = 2_000; // ms a new message stays in the screen reader's own transcript

/** The talk screen. `nodes` are its elements, `sync()` shows what the conversation holds, `problem(text)` says what is wrong. */
export function talkScreen(my) {
  const { t, conversation } = my;
  const list = h("ol", { class: "messages", role: "list" });
  const log = h("div", { class: "unseen", role: "log", "aria-live": "polite" });
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const line = h("div", { class: "line-state", role: "status" });
  const earlier = button("quiet earlier", showEarlier, t("talk.earlier"));
  const toNew = button("to-new", () => show(newest), t("talk.new"));
  const box = h("textarea", { id: "words", rows: "2", enterkeyhint: "send", autocomplete: "off", onkeydown: enter,
    oninput: () => my.keepNow() });
  const form = h("form", { class: "composer", onsubmit: submit },
    h("label", { for: "words" }, t("talk.label")),
    h("div", { class: "writing" }, box, h("button", { class: "primary send" }, t("talk.send"))));
  const ways = h("ul", { class: "ways", "aria-label": t("way.label") },
    WAYS.map((way) => h("li", null, button("way", () => goWay(way), my.picture(way), t(`way.${way}`)))));
  const dock = h("div", { class: "dock" }, toNew, problem, line, ways, form);
  // What lies behind the open menu is out of use, and out of the way of the keyboard.
  const bar = tools(my, (open) => [earlier, list, dock].forEach((node) => (node.inert = open)));
  const does = { choose: (payload, title) => say(title, payload, true), say: (text) => say(text, null, true), leave: () => my.leave() };
  const items = new Map();
  let announced = new Set();
  let newest = null;
  let asked = null; // the person's message whose answer is awaited
  const seen = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && (toNew.hidden = true), { rootMargin: "0px 0px -150px" });
  toNew.hidden = true;
  earlier.hidden = true;

  function sync() {
    const all = conversation.messages.filter(({ kind }) => kind !== "cover");
    for (const [message, item] of items) {
      if (!all.includes(message)) {
        item.remove();
        items.delete(message);
      }
    }
    all.forEach((message, i) => {
      if (!items.has(message)) items.set(message, drawn(message, all[i - 1]));
      const item = items.get(message);
      if (list.children[i] !== item) list.insertBefore(item, list.children[i] || null);
      markState(item, message);
    });
    const mine = all.findLastIndex((message) => message.from === "you");
    const answered = all.slice(mine + 1).some((message) => message.from === "bot");
    all.forEach((message, i) => {
      items.get(message).classList.toggle("current", i > mine);
      if (answered && i < mine) settle(items.get(message));
    });
    const map = all.findLast((message) => message.map)?.map;
    bar.map(map);
    announce(all);
    my.keepNow();
  }

  const drawn = (message, follows) =>
    messageItem(message, { t, picture: my.picture, numbers: my.facts.numbers, does, follows });

  function markState(item, { state }) {
    item.querySelector(".state")?.remove();
    if (state === "sending") item.append(h("p", { class: "state late" }, t("state.sending")));
    if (state !== "waiting") return;
    item.append(h("div", { class: "state" }, h("p", null, t("state.waiting")),
      button("quiet", () => conversation.tryNow(), t("state.try_now"))));
  }

  /** A question that was answered keeps its words; what could be pressed is gone, except a telephone number. */
  function settle(item) {
    for (const each of item.querySelectorAll(".scale, .change, .choices li:not(:has(a))")) each.remove();
    for (const each of item.querySelectorAll(".choices:empty")) each.remove();
  }

  function announce(all) {
    const fresh = all.filter((message) => message.from !== "you" && !announced.has(message));
    for (const message of fresh) announced.add(message);
    if (!fresh.length) return;
    newest = items.get(fresh[0]);
    for (const message of fresh) {
      const spoken = spokenText(message, t);
      const said = h("p", null, spoken);
      log.append(said);
      setTimeout(() => said.remove(), ANNOUNCED);
      my.readAloud(spoken);
    }
    if (asked) {
      show(newest);
      asked = null;
    } else if (list.isConnected && newest.getBoundingClientRect().top > dock.getBoundingClientRect().top - 60) {
      toNew.hidden = false;
      seen.disconnect();
      seen.observe(newest);
    }
  }

  function show(item) {
    toNew.hidden = true;
    item?.scrollIntoView({ block: "start" });
  }

  function say(text, choice = null, pressed = false) {
    problem.hidden = true;
    my.aloud.stop();
    asked = conversation.say(text, choice);
    const item = items.get(asked);
    if (pressed) item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  async function goWay(way) {
    if (way === "pause") return my.pause();
    say(t(`way.${way}`), way);
  }

  function submit(event) {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return box.focus();
    box.value = "";
    say(text);
  }

  function enter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  }

  async function showEarlier() {
    try {
      await conversation.all();
      earlier.hidden = true;
      show(list.firstElementChild);
    } catch {
      tell(t("words.problem"));
    }
  }

  function tell(text) {
    problem.textContent = text;
    problem.hidden = false;
  }

  return {
    box,
    form,
    menu: bar.node,
    nodes: [h("h1", { class: "unseen", tabindex: "-1" }, t("talk.heading")), earlier, list, log, dock],
    sync,
    say,
    closeMenu: bar.close,
    /** What came before may be asked for: after a gate or a cover, once the person has said something. */
    offerEarlier: (offer) => (earlier.hidden = !offer),
    /** Words that were not taken go back into the box, before what is there. */
    giveBack({ text, message }) {
      box.value = [text, box.value].filter(Boolean).join("\n");
      for (const each of list.querySelectorAll(".current [aria-disabled]")) each.removeAttribute("aria-disabled");
      tell(message || t("problem.refused"));
    },
    line({ good, problem: why }) {
      const busy = why?.kind === "busy";
      line.replaceChildren(...(good ? [] : [busy ? t("problem.busy", { seconds: why.wait }) : t("problem.offline")]));
    },
    /** Forgets which messages were shown, so that nothing of them is left in the document. */
    clear() {
      for (const item of items.values()) item.remove();
      items.clear();
      log.replaceChildren();
      newest = asked = null;
    },
  };
}

/** A message as it is spoken: who says it, its words, the lines of a read-back, and what can be chosen. */
export function spokenText(message, t) {
  const who = message.from === "worker" ? t("talk.worker") : t("talk.bot");
  const read = (message.lines || []).map(({ number, label, text }) => `${number}. ${label}: ${text}.`);
  const choices = (message.choices || []).map(({ title }) => title);
  return [`${who} ${t("talk.said")}`, wordsOf(message), message.reference, ...read,
    choices.length ? `${t("talk.choices")}: ${choices.join(". ")}.` : ""].filter(Boolean).join("\n");
}
