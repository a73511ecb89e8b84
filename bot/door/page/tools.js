// The menu beside the way out: where you are, make it easier to read, my words, and whom to call.

import { button, h } from "./dom.js";
import { printed } from "./print.js";
import { numbers } from "./views.js";

const SIZES = [1, 2, 3, 4];

/** The menu; `opened(open)` is told when it opens and closes. `map(topics)` shows where the person is. */
export function tools(my, opened) {
  const { t } = my;
  const where = panel(t("map.summary"), t("map.heading"));
  const progress = h("span", { class: "progress" });
  where.querySelector("summary").append(" ", progress);
  const topics = h("ol", { class: "map" });
  where.lastChild.append(h("p", { class: "hint" }, t("map.hint")), topics);
  where.hidden = true;
  const node = h("details", { class: "menu" }, h("summary", null, t("menu")),
    h("div", { class: "tools" }, where, reading(my), words(my), people(my)));
  const close = () => {
    node.open = false;
    opened(false);
  };
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.preventDefault();
    event.stopPropagation();
    close();
    node.firstChild.focus();
  });
  node.addEventListener("toggle", () => {
    where.open = node.open && !where.hidden;
    opened(node.open);
  });
  return {
    node,
    close,
    map(all) {
      where.hidden = !all?.length;
      if (!all?.length) return;
      const past = all.filter(({ state }) => state === "done" || state === "skipped").length;
      progress.textContent = t("map.progress", { done: past, all: all.length });
      node.style.setProperty("--done", past / all.length);
      topics.replaceChildren(...all.map((topic) => mapItem(my, topic, where)));
    },
  };
}

function panel(title, heading, ...content) {
  return h("details", { class: "tool", name: "tool" }, h("summary", null, title),
    h("div", { class: "panel" }, h("h2", { class: "unseen" }, heading), content));
}

function mapItem(my, { topic, title, state, payload }, where) {
  const { t } = my;
  const words = [my.picture(topic), h("span", { class: "title" }, title), " ", h("span", { class: "at" }, t(`map.${state}`))];
  const go = () => {
    my.closeMenu();
    my.choose(payload, title);
  };
  return h("li", { class: `is-${state}`, "aria-current": state === "now" ? "step" : null },
    state === "now" || !payload ? h("div", { class: "stop" }, words) : button("stop", go, words));
}

function reading(my) {
  const { t } = my;
  const size = SIZES.map((step) =>
    h("label", null, h("input", { type: "radio", name: "size", value: step, checked: my.settings.size === step,
      onchange: () => my.set({ size: step }) }), h("span", null, t(`help.size_${step}`))));
  const none = h("p", { class: "hint", role: "status" });
  const quiet = button("quiet", () => my.aloud.stop(), t("help.quiet"));
  quiet.hidden = true;
  const aloud = h("input", { type: "checkbox", onchange: () => {
    my.aloud.on = aloud.checked;
    my.aloud.stop();
    const can = Boolean(my.aloud.voice);
    none.textContent = aloud.checked && !can ? t("help.aloud_none") : "";
    quiet.hidden = !(aloud.checked && can);
    if (aloud.checked) my.readCurrent();
  } });
  const easy = h("input", { type: "checkbox", checked: my.settings.easy, onchange: () => my.set({ easy: easy.checked }) });
  return panel(t("help.summary"), t("help.heading"),
    h("fieldset", null, h("legend", null, t("help.size")), h("div", { class: "sizes" }, size)),
    h("label", { class: "tick" }, easy, h("span", null, t("help.easy"))),
    h("label", { class: "tick" }, aloud, h("span", null, t("help.aloud"))),
    h("p", { class: "hint" }, t("help.aloud_hint")), none, quiet);
}

function words(my) {
  const { t } = my;
  const shown = h("div", { class: "my-words" });
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const attempt = async (work) => {
    problem.hidden = true;
    try {
      await work();
    } catch {
      problem.textContent = t("words.problem");
      problem.hidden = false;
    }
  };
  const read = () => attempt(async () => shown.replaceChildren(...copyOf(await my.conversation.record(), t),
    button("quiet", () => shown.replaceChildren(), t("words.close"))));
  const print = () => attempt(async () => printed(copyOf(await my.conversation.record(), t), t));
  const ask = () => {
    const no = button("secondary", () => shown.replaceChildren(), t("words.delete_no"));
    shown.replaceChildren(h("p", { role: "alert" }, t("words.delete_ask")),
      h("div", { class: "go" }, button("danger", () => attempt(() => my.erase()), t("words.delete_yes")), no));
    no.focus();
  };
  const node = panel(t("words.summary"), t("words.heading"), h("p", null, t("words.text")),
    h("div", { class: "go" }, button("secondary", read, t("words.read")), button("secondary", print, t("words.print")),
      button("secondary", ask, t("words.delete"))), problem, shown);
  node.addEventListener("toggle", () => node.open || shown.replaceChildren());
  return node;
}

/** The person's copy: whether it was sent and how long it is kept, then who said what. */
function copyOf(record, t) {
  const who = { bot: t("talk.bot"), you: t("talk.you"), worker: t("talk.worker") };
  const sent = record.hand_over && h("p", null, `${t("words.sent")}: `, h("strong", null, record.hand_over.reference));
  const kept = record.kept && h("p", null, record.kept.message);
  return [sent, kept].filter(Boolean).concat(messagesOf(record, t, who));
}

function messagesOf(record, t, who) {
  return (record.messages || []).filter(({ kind }) => kind !== "cover").map((message) =>
    h("p", { class: `copy-${message.from}` }, h("strong", null, `${who[message.from]} ${t("talk.said")}`), " ", message.text));
}

function people(my) {
  return panel(my.t("people.summary"), my.t("people.heading"), numbers(my),
    button("secondary", () => {
      my.closeMenu();
      my.choose("ask_human", my.t("people.heading"));
    }, my.t("people.heading")));
}
