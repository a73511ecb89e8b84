// Small helpers to make elements. Words only ever become text nodes: nothing here reads markup.

/** An element with attributes, `on…` listeners, and children (strings become text; null and false are left out). */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A button that does `press`. */
export const button = (className, press, ...children) =>
  h("button", { type: "button", class: className, onclick: press }, ...children);

/** A drawing of plain lines on a 24 by 24 sheet, hidden from screen readers. */
export function lines(...paths) {
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const sheet = make("svg", { viewBox: "0 0 24 24", class: "lines", "aria-hidden": "true", focusable: "false" });
  sheet.append(...paths.map((d) => make("path", { d })));
  return sheet;
}

/** The words of the page: `t("key", {name: value})` fills `{name}`. An unknown key is an error, never a blank. */
export function wordsOf(strings) {
  return (key, values = {}) => {
    if (!(key in strings)) throw new Error(`No words for ${key}`);
    return strings[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  };
}

/** Puts a text into paragraphs of sentences, each in an element of its own; the last sentence that asks is `.question`. */
export function paragraphs(text) {
  const parts = text.split(/\n+/).filter((part) => part.trim())
    .map((part) => part.trim().replace(/([\p{L}\d)"”’']{2}[.?])\s+/gu, "$1\n").split("\n"));
  const asking = parts.findLastIndex((sentences) => sentences.some(asks));
  return parts.flatMap((sentences, i) => {
    if (i !== asking) return paragraph(sentences);
    const at = sentences.findLastIndex(asks);
    return [paragraph(sentences.slice(0, at)), paragraph([sentences[at]], "question"), paragraph(sentences.slice(at + 1))];
  }).filter(Boolean);
}

const asks = (sentence) => /\?["”’']?$/.test(sentence);

const paragraph = (sentences, className = null) => sentences.length
  ? h("p", { class: className, dir: "auto" }, sentences.map((sentence, i) => [i ? " " : null, h("span", { class: "sentence" }, sentence)]))
  : null;
