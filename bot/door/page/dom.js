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

/** Puts a text into paragraphs and sentences, each in its own element; the last paragraph that asks is `.question`. */
export function paragraphs(text) {
  const parts = text.split(/\n+/).filter((part) => part.trim());
  const asking = parts.findLastIndex((part) => part.includes("?"));
  return parts.map((part, i) => {
    const sentences = part.trim().split(/(?<=[\p{L}\d)"”’']{2}[.?])\s+/u);
    return h("p", { class: i === asking ? "question" : null },
      sentences.flatMap((sentence, j) => [j ? " " : null, h("span", { class: "sentence" }, sentence)]));
  });
}
