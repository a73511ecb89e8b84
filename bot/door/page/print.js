// Printing the person's own copy: from a sheet of its own, so that the site that carries the widget is not printed with it.

/** Prints these nodes, then forgets them. */
export function printed(nodes, t) {
  const sheet = document.createElement("iframe");
  sheet.setAttribute("aria-hidden", "true");
  sheet.tabIndex = -1;
  Object.assign(sheet.style, { position: "fixed", insetInlineStart: "-10000px", width: "1px", height: "1px" });
  document.body.append(sheet);
  const inside = sheet.contentDocument;
  inside.title = t("title");
  inside.body.style.font = "14pt/1.5 sans-serif";
  inside.body.append(...nodes);
  sheet.contentWindow.addEventListener("afterprint", () => sheet.remove());
  sheet.contentWindow.print();
}
