// How one message looks: text with choices, danger, the 0 to 10 scale, the read-back card, the hand-over, a worker's words.

import { button, h, lines, paragraphs } from "./dom.js";


/**
 * The list item of a message.
 *
 * `does` is what a press may do: choose(payload, title), say(text), leave(); `with` what it needs: t (words),
 * picture(name), numbers; `follows` is the message before this one.
 */
export function messageItem(message, { t, picture, numbers, does, follows }) {
  const who = { bot: t("talk.bot"), you: t("talk.you"), worker: t("talk.worker") }[message.from];
  const item = h("li", { class: `message from-${message.from} kind-${message.kind}`, tabindex: "-1" },
    h("p", { class: "who" }, message.from === "worker" ? lines(PERSON) : null, who, h("span", { class: "unseen" }, ` ${t("talk.said")}`)));
  const words = h("div", { class: "words" }, paragraphs(wordsOf(message)));
  const body = h("div", { class: "body" }, message.asks && message.from === "bot" ? picture(message.asks) : null, words);
  item.append(body);
  if (message.kind === "sent") body.append(reference(message, t));
  if (message.kind === "read_back" && message.lines) body.append(readBack(message.lines, t, does));
  if (message.scale) body.append(scale(message.scale, t, does));
  const [calls, choices] = callsAndChoices(message, follows, t, numbers);
  // In danger the number comes right after the first words, before anything else.
  if (message.kind === "urgent") words.firstChild.after(...calls.map((call) => callLink(call)));
  else choices.unshift(...calls);
  if (choices.length) body.append(choiceList(choices, t, picture, does));
  return item;
}

/** A message's text; of a read-back, without the numbered lines: they are in the card. */
export function wordsOf({ text, lines: said }) {
  return said ? text.split("\n").filter((line) => !/^\d+\. /.test(line)).join("\n") : text;
}

function callsAndChoices({ choices = [], kind }, follows, t, numbers) {
  const isCall = ({ payload }) => payload.startsWith("tel:");
  const calls = choices.filter(isCall);
  if (kind === "urgent" && follows?.kind !== "urgent" && !calls.length) {
    calls.push({ title: t("call.now", { number: numbers.emergency }), payload: `tel:${numbers.emergency}` });
  }
  return [calls, choices.filter((choice) => !isCall(choice))];
}

function callLink({ title, payload }) {
  return h("a", { class: "choice call", href: `tel:${payload.slice(4).replace(/[^\d+*#]/g, "")}` }, lines(PHONE), h("span", null, title));
}

const PERSON = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-7 8-7s7 2 8 7";
const PHONE = "M6 3h3l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v3c0 2-1 3-3 3C10 21 3 14 3 6c0-2 1-3 3-3z";
const DOOR = "M13 4H5v16h8M10 12h11M17 8l4 4-4 4";

function choiceList(choices, t, picture, does) {
  const items = choices.map(({ title, payload }) => h("li", null, choiceButton(title, payload, picture, does)));
  return h("ul", { class: "choices", "aria-label": t("talk.choices") }, items);
}

function choiceButton(title, payload, picture, does) {
  if (payload.startsWith("tel:")) return callLink({ title, payload });
  if (payload === "leave") return button("choice leave-choice", does.leave, lines(DOOR), h("span", null, title));
  return button("choice", (event) => press(event, () => does.choose(payload, title)), picture(payload), h("span", null, title));
}

/** A choice is pressed once: it stays readable and marked, the others are out of use, and nothing is removed under a finger. */
function press(event, then) {
  const pressed = event.currentTarget;
  if (pressed.getAttribute("aria-disabled") === "true") return;
  for (const each of pressed.closest(".body").querySelectorAll("button")) each.setAttribute("aria-disabled", "true");
  pressed.classList.add("chosen");
  then();
}

/** The face for a number on the way from `min` to `max`: the mouth goes from down to up. */
function face(part) {
  const bend = 16 + (part - 0.5) * 8;
  const rim = 16.4 - (part - 0.5) * 3;
  return lines("M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19z", "M8.6 9v1.2M15.4 9v1.2", `M7.5 ${rim}Q12 ${bend + (part - 0.5) * 5} 16.5 ${rim}`);
}

function scale({ min, max }, t, does) {
  const numbers = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const meaning = { [min]: t("scale.low"), [max]: t("scale.high") };
  return h("div", { class: "scale", role: "group", "aria-label": t("scale.label", { min, max }) },
    numbers.map((number) =>
      button("step", (event) => press(event, () => does.say(String(number))),
        face((number - min) / (max - min)), h("span", { class: "number" }, String(number)),
        meaning[number] ? h("span", { class: "unseen" }, meaning[number]) : null)),
    h("p", { class: "ends", "aria-hidden": "true" }, Object.entries(meaning).map(([number, words]) => h("span", null, `${number}: ${words}`))));
}

function readBack(all, t, does) {
  const card = h("div", { class: "card" });
  let list = null;
  let label = null;
  for (const line of all) {
    if (line.label !== label) {
      label = line.label;
      list = h("ul", { class: "lines-said" });
      card.append(h("h2", null, label), list);
    }
    list.append(readBackLine(line, t, does));
  }
  return card;
}

function readBackLine({ number, text, voice, choices }, t, does) {
  const title = t("read_back.change_line", { number });
  return h("li", null,
    h("div", { class: "line" },
      h("span", { class: "number" }, String(number)),
      h("div", { class: "text" }, h("p", null, text),
        voice === "representative" ? h("p", { class: "voice" }, t("read_back.representative")) : null)),
    choices?.length
      ? h("details", { class: "change", name: "change" },
          h("summary", { "aria-label": `${t("read_back.change")}: ${title}` }, t("read_back.change")),
          choices.map((choice) =>
            button("quiet", (event) => press(event, () => does.choose(choice.payload, choice.title)), choice.title)))
      : null);
}

function reference({ reference: name }, t) {
  return h("div", { class: "card sent" },
    h("h2", null, t("sent.heading")),
    h("p", null, t("sent.reference")),
    h("p", { class: "reference" }, name));
}
