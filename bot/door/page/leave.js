// Leaving: what is on the screen goes first, then what is held here, then the page itself.

import { forgetKept } from "./kept.js";

/** Takes everything off the screen and goes to the neutral page, in the place of this one in the tab's history.
 *  `count` is the address that counts exits, without saying whose; nothing waits for it. */
export function leave({ to, title, status, forget, count }) {
  const blank = document.createElement("p");
  blank.setAttribute("role", "alert");
  blank.textContent = status;
  document.body.replaceChildren(blank);
  document.title = title;
  forgetKept();
  try {
    forget();
    navigator.sendBeacon(count);
  } finally {
    go(to);
  }
}

function go(to) {
  // The site that carries the widget may tell its address to the next one, or ask "are you sure?": not now.
  const meta = document.createElement("meta");
  meta.name = "referrer";
  meta.content = "no-referrer";
  document.head.append(meta);
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
  window.location.replace(to);
}

const TIMES = 3;
const WITHIN = 5_000; // ms

/** Calls `now` when Shift is pressed three times alone within five seconds, `soon(left)` before. Returns how to stop. */
export function onThreeShifts(now, soon) {
  let times = 0;
  let timer = 0;
  const forget = () => {
    times = 0;
    clearTimeout(timer);
  };
  const key = (event) => {
    if (event.key !== "Shift") return forget();
    if (event.repeat) return;
    times += 1;
    clearTimeout(timer);
    if (times === TIMES) {
      forget();
      return now();
    }
    timer = setTimeout(forget, WITHIN);
    soon(TIMES - times);
  };
  window.addEventListener("keydown", key, { capture: true });
  return () => {
    forget();
    window.removeEventListener("keydown", key, { capture: true });
  };
}
