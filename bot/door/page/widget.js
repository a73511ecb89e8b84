// The one tag for another site:
//   <script src="https://…/chat/widget.js" data-language="en" data-position="right" async></script>
// `data-service` is the address of the chat API, if it is not where this script came from. Nothing of the conversation is
// loaded before the person opens it, and no style goes in or out.

(() => {
  const tag = document.currentScript;
  const service = new URL(tag.dataset.service || "./", tag.src).href;
  const position = tag.dataset.position === "left" ? "left" : "right";
  const language = tag.dataset.language || document.documentElement.lang;

  const make = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };

  async function begin() {
    const answer = await fetch(`${service}page.json?language=${encodeURIComponent(language)}`, { credentials: "omit", referrerPolicy: "no-referrer" });
    const facts = await answer.json();
    const parts = new URL(facts.parts, service).href;
    const host = make("div", { lang: facts.language, dir: facts.strings.direction });
    const open = make("button", { type: "button", class: "launcher" }, facts.strings["widget.open"]);
    const panel = make("dialog", { class: `panel ${position}`, "aria-label": facts.strings.title });
    const style = make("link", { rel: "stylesheet", href: `${parts}widget.css` });
    open.classList.add(position);
    let talk = null;

    open.addEventListener("click", async () => {
      if (!talk) {
        await import(`${parts}chat.js`);
        talk = make("my-say", { service, channel: "widget" });
        talk.facts = facts;
        talk.addEventListener("shut", () => panel.close());
        panel.append(talk);
      }
      panel.showModal();
    });
    // Closed is out of sight: opening it again asks first, and shows nothing by itself.
    panel.addEventListener("close", () => {
      talk.rest();
      open.focus();
    });
    host.attachShadow({ mode: "open" }).append(style, open, panel);
    style.addEventListener("load", () => (host.style.visibility = ""));
    host.style.visibility = "hidden";
    document.body.append(host);
  }

  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
