// What a page must not have, beside what axe finds. Answers a list of sentences.
() => {
  const page = document.scrollingElement, found = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)];
  const start = (element, length = 120) => element.outerHTML.slice(0, length);

  if (page.scrollWidth > page.clientWidth) {
    const wide = all("body *").filter((element) =>
      element.getBoundingClientRect().right > page.clientWidth + 1 && !element.closest(".enc-scroll *"));
    found.push(`sideways scroll: ${page.scrollWidth} of ${page.clientWidth} px, from ${wide.slice(0, 3).map((element) => start(element)).join(" | ")}`);
  }

  const described = (element) => (element.getAttribute("aria-labelledby") ?? "").split(" ")
    .map((id) => document.getElementById(id)?.textContent ?? "").join("").trim();
  const words = (element) => element.textContent.trim()
    || [...element.querySelectorAll("img[alt], [aria-label]")].some((part) => part.alt || part.ariaLabel);
  const labelled = (element) => element.ariaLabel?.trim() || described(element)
    || (element.matches("input, select, textarea") ? element.labels?.length : words(element));
  for (const control of all("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    if (shown(control) && !labelled(control)) found.push(`control without a label: ${start(control)}`);
  }

  const heads = all("h1").filter(shown).length;
  if (heads !== 1) found.push(`${heads} headings of the first rank, there must be one`);
  const filled = all(".btn-primary, .enc-stage").filter(shown).length;
  if (filled > 1) found.push(`${filled} filled buttons, a page has one thing to do`);
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) found.push(`the id ${id} stands twice`);
  return found;
}
