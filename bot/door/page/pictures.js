// Which picture goes with a topic or a choice. The pictures are files of our own, in pictures/, all in one style.

// Choices that mean the same share a picture.
const SAME = {
  affirm: "yes", right: "yes", fully: "yes", good: "yes", all: "yes", go_on: "yes",
  deny: "no", not: "no", none: "no", no_one: "no",
  not_sure: "dont_know", question: "information", not_now: "pause", me: "self", other_person: "other", share: "consent",
  erase: "remove", parts: "keep", partly: "keep", part: "keep", done: "yes", numbers: "offer",
  safeguarding_team: "support_service", independent_lead: "support_service", not_good: "afraid",
};

/** The name of the picture for a topic's id or a choice's payload ("outcome:be_safe", "keep:12:gp"), or undefined. */
export function pictureNamed(name, existing) {
  const parts = name.split(":");
  const tries = [parts.at(-1), parts[0]].map((part) => part.trim().toLowerCase().replaceAll(" ", "_"));
  return tries.map((each) => SAME[each] || each).find((each) => existing.includes(each));
}
