// The one thing ever kept in the browser, in this tab alone, and only if the person chose to keep their place.

const NAME = "my-say";

/** What was kept of an earlier visit in this tab, or null. A browser that keeps nothing is no reason to fail. */
export function readKept() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME));
  } catch {
    return null;
  }
}

export function keep(what) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(what));
  } catch {
    // then the place is not kept
  }
}

export function forgetKept() {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // then there is nothing to forget
  }
}
