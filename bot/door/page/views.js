// The still screens: before the first word, coming back with a code, taking a break, the cover, and what ends it.

import { button, h, lines } from "./dom.js";

const ICONS = {
  door: "M13 4H5v16h8M10 12h11M17 8l4 4-4 4",
  eye: "M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  cloud: "M7 18h10a4 4 0 0 0 .6-7.9 6 6 0 0 0-11.3 1A3.5 3.5 0 0 0 7 18z",
  phone: "M6 3h3l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v3c0 2-1 3-3 3C10 21 3 14 3 6c0-2 1-3 3-3z",
};

const heading = (text) => h("h1", { tabindex: "-1" }, text);

const point = (icon, title, ...rest) =>
  h("li", null, lines(ICONS[icon]), h("div", null, h("h2", null, title), rest));

/** A telephone number to press. */
export const phone = (number, title, className) =>
  h("a", { class: className, href: `tel:${number.replace(/[^\d+*#]/g, "")}` }, title);

/** The numbers of the service with what each is for. */
export function numbers({ t, facts }) {
  return [
    h("ul", { class: "numbers" },
      Object.entries(facts.numbers).map(([name, number]) =>
        h("li", null, h("span", null, t(`number.${name}`)), " ", phone(number, number)))),
    h("p", null, t("people.hours", { hours: facts.hours })),
  ];
}

/** What a person should know before the first word: how to leave, what cannot be hidden, whom to call. */
export function before(my) {
  const { t, facts } = my;
  const emergency = facts.numbers.emergency;
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const start = button("primary", async () => {
    if (start.getAttribute("aria-disabled")) return;
    start.setAttribute("aria-disabled", "true");
    my.status(t("talk.loading"));
    problem.hidden = true;
    try {
      await my.start();
    } catch (error) {
      problem.textContent = (error.kind !== "line" && error.kind && error.message) || t("problem.start");
      problem.hidden = false;
    }
    start.removeAttribute("aria-disabled");
  }, t("before.start"));
  const keep = h("input", { type: "checkbox", onchange: () => my.keep(keep.checked), "aria-describedby": "keep-hint" });
  return [
    heading(t("before.heading")),
    h("p", { class: "lead" }, t("before.what")),
    h("ul", { class: "points" },
      point("door", t("before.leave_heading"), h("p", null, t("before.leave"))),
      point("eye", t("before.history_heading"), h("p", null, t("before.history")),
        h("details", { class: "more" }, h("summary", null, t("before.more")),
          h("ul", null, [1, 2, 3, 4, 5, 6].map((i) => h("li", null, t(`before.more_${i}`)))))),
      point("phone", t("before.danger_heading"), h("p", null, t("before.danger")),
        phone(emergency, t("before.call", { number: emergency }), "call small"))),
    problem,
    h("div", { class: "go" }, start, button("secondary", () => my.show("code"), t("before.code"))),
    h("div", { class: "keep" }, h("label", null, keep, h("span", null, t("before.keep"))),
      h("p", { class: "hint", id: "keep-hint" }, t("before.keep_hint"))),
  ];
}

/** Coming back with the words of a code. */
export function code(my) {
  const { t } = my;
  const field = h("input", { id: "code", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    "aria-describedby": "code-hint code-problem", required: true });
  const problem = h("p", { class: "problem", role: "alert", id: "code-problem", hidden: true });
  const submit = async (event) => {
    event.preventDefault();
    if (!field.value.trim()) return field.focus();
    my.status(t("talk.loading"));
    problem.hidden = true;
    try {
      await my.resume(field.value.trim());
    } catch (error) {
      problem.textContent = !error.kind || error.kind === "line" ? t("problem.start") : error.message || t("code.wrong");
      problem.hidden = false;
      field.setAttribute("aria-invalid", "true");
    }
  };
  return [
    heading(t("code.heading")),
    h("form", { class: "code", onsubmit: submit },
      h("label", { for: "code" }, t("code.label")), h("p", { class: "hint", id: "code-hint" }, t("code.hint")),
      problem, field,
      h("div", { class: "go" }, h("button", { class: "primary" }, t("code.go")),
        button("secondary", () => my.show("before"), t("code.back")))),
  ];
}

/** Before anything of a conversation is shown again. */
export function gate(my) {
  const { t } = my;
  return [
    heading(t("gate.heading")),
    h("p", { class: "lead" }, t("gate.text")),
    h("div", { class: "choices" }, button("choice", () => my.carryOn(), h("span", null, t("gate.yes"))),
      button("choice", () => my.leave(), h("span", null, t("gate.no")))),
  ];
}

/** A break: the code to come back, and nothing of the story. */
export function paused(my, told) {
  const { t } = my;
  return [
    heading(t("paused.heading")),
    told.code
      ? [h("p", { class: "lead" }, t("paused.code")), h("p", { class: "reference" }, told.code), h("p", null, t("paused.text")),
        h("p", null, t("paused.until", { date: new Date(told.until).toLocaleDateString(t("locale"), { day: "numeric", month: "long" }) })),
        my.facts.telegram && h("p", null, h("a", { href: `${my.facts.telegram}?start=${told.code.trim().split(/[\s-]+/).join("-")}`, rel: "noreferrer nofollow" },
          t("paused.telegram")), " ", t("paused.telegram_note"))]
      : [h("p", { class: "problem", role: "alert" }, t("paused.problem")),
        h("div", { class: "go" }, button("secondary", () => my.pause(), t("problem.again")))],
    h("div", { class: "go" }, button("primary", () => my.show(), t("paused.go_on")),
      button("secondary", () => my.leave(), t("leave"))),
  ];
}

/** After the person had their answers deleted. */
export function over(my, kept) {
  const { t } = my;
  return [
    heading(t("over.heading")),
    kept.length ? [h("p", null, t("over.kept")), h("ul", null, kept.map((why) => h("li", null, why)))] : h("p", null, t("over.all")),
    h("div", { class: "go" }, button("primary", () => my.show("before"), t("over.start")),
      button("secondary", () => my.leave(), t("leave"))),
  ];
}

/** The conversation cannot be opened here any more: the words that did not arrive are given back. */
export function gone(my, words) {
  const { t } = my;
  return [
    heading(t("problem.gone")),
    words.length ? [h("p", null, t("problem.gone_words")), words.map((text) => h("blockquote", null, text))] : null,
    h("div", { class: "go" }, button("primary", () => my.show("before"), t("problem.new")),
      button("secondary", () => my.show("code"), t("before.code"))),
    h("h2", null, t("people.heading")), numbers(my),
  ];
}

/** Somebody may be looking: a page about the weather. Writing in its search box goes on. */
export function cover(my, text) {
  const { t, facts } = my;
  const field = h("input", { id: "search", type: "search", autocomplete: "off" });
  const submit = (event) => {
    event.preventDefault();
    const words = field.value.trim();
    field.value = "";
    if (words) my.comeBack(words);
  };
  const more = (event) => {
    event.preventDefault();
    my.leave();
  };
  return [
    heading(t("cover.heading")),
    h("div", { class: "card" }, lines(ICONS.cloud), text.replace(/\.\s+/g, ".\n").split("\n").map((sentence) => h("p", null, sentence))),
    h("form", { class: "search", onsubmit: submit }, h("label", { for: "search" }, t("cover.search")),
      h("div", null, field, h("button", { class: "secondary" }, t("cover.go")))),
    h("p", null, h("a", { href: facts.leave_to, rel: "noreferrer nofollow", onclick: more }, t("cover.more"))),
  ];
}
