// Small conveniences. Every page works without them: the server answers the same forms.

// Keys A to D press the choice that carries data-key, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]")) return;
  if (!/^[a-z]$/i.test(event.key)) return;
  document.querySelector(`[data-key="${event.key.toLowerCase()}"]`)?.click();
});

// While a piece loads, the old one stays and says that it is busy.
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target.removeAttribute("aria-busy");
});

// htmx sends along the button that has the focus; a form that asks by itself means none, and one
// that was sent the button that was pressed.
document.addEventListener("htmx:configRequest", ({ detail: { elt, parameters, triggeringEvent } }) => {
  if (!(elt instanceof HTMLFormElement)) return;
  const button = triggeringEvent?.submitter;
  delete parameters.act;
  if (button?.name) parameters[button.name] = button.value;
});

// While a button of a form is held down, no answer may replace it: the click would be lost.
// Let go elsewhere, the form asks again.
let held = null;
document.addEventListener("pointerdown", ({ target }) => { held = target.closest("form button"); });
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!held || event.detail.requestConfig.elt !== held.form) return;
  event.detail.shouldSwap = false;
  held.dataset.missed = "";
});
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, ({ target }) => {
    const button = held;
    held = null;
    if (button && "missed" in button.dataset && (name === "pointercancel" || !button.contains(target))) {
      delete button.dataset.missed;
      button.form.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// After a swap the reader goes to the new heading or scene.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const place = target.matches("[data-focus]") ? target : target.querySelector("[data-focus]");
  place?.focus({ preventScroll: !place.dataset.focus });
});

// A request that did not come through: say so, in words that stand in the page.
const trouble = document.querySelector("#trouble");
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, () => { if (trouble) trouble.hidden = false; });
}
document.addEventListener("htmx:beforeSwap", () => { if (trouble) trouble.hidden = true; });

// Buttons that need script are hidden until there is one.
function reveal(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden], [data-print][hidden]")) button.hidden = false;
  for (const button of root.querySelectorAll("[data-autosubmit] [data-submit]")) button.hidden = true;
  for (const box of root.querySelectorAll("[data-choose-all]")) mirror(box);
  for (const form of root.querySelectorAll("form[data-after-video]")) watch(form);
}

// data-copy="#id" copies that element's text; data-copied holds the word for "done".
// Without a secure address there is no clipboard: then the text is selected instead.
async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  if (navigator.clipboard) await navigator.clipboard.writeText(source.textContent.trim());
  else getSelection().selectAllChildren(source);
  const words = button.querySelector("[data-words]") ?? button;
  if (!navigator.clipboard || !button.dataset.copied) return;
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  setTimeout(() => { words.textContent = before; }, 2000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-print]");
  if (button?.dataset.copy) copy(button);
  else if (button) print();
  for (const menu of document.querySelectorAll(".enc-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".enc-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// data-after-video: done once the video was seen to its end, or cannot be shown, or what is
// said is read instead. Too early, the page says so and leads to the video.
function watch(form) {
  const [video, read, words] = ["afterVideo", "orRead", "else"].map((name) => document.querySelector(form.dataset[name]));
  let isSeen = false;
  const seen = () => { isSeen = true; words.hidden = true; };
  video.addEventListener("ended", seen);
  video.addEventListener("error", ({ target }) => { if (!target.matches("track")) seen(); }, true);
  read.addEventListener("toggle", () => { if (read.open) seen(); });
  form.addEventListener("submit", (event) => {
    if (isSeen) return;
    event.preventDefault();
    words.hidden = false;
    video.focus();
  });
}

// data-order: an arrow moves its item by one place, here instead of by way of the server.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-order] [data-move]");
  if (!button) return;
  event.preventDefault();
  const item = button.closest("li");
  const isUp = button.dataset.move === "up";
  const other = isUp ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (isUp) other.before(item); else other.after(item);
  const isAtEnd = !(isUp ? item.previousElementSibling : item.nextElementSibling);
  item.querySelector(`[data-move=${isAtEnd === isUp ? "down" : "up"}]`).focus();
  const items = [...item.parentElement.children];
  const said = item.closest("form").querySelector("[data-order-said]");
  if (said) said.textContent = `${items.indexOf(item) + 1}/${items.length}: ${item.querySelector("span").textContent}`;
});

// data-choose-all="#people" ticks every box in there and shows when some are ticked.
const boxes = (all) => document.querySelectorAll(`:is(${all.dataset.chooseAll}) input[type=checkbox]`);
function mirror(all) {
  const states = [...boxes(all)].map((box) => box.checked);
  all.checked = states.length > 0 && states.every(Boolean);
  all.indeterminate = !all.checked && states.some(Boolean);
}
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-choose-all]")) for (const box of boxes(target)) box.checked = target.checked;
  else for (const all of document.querySelectorAll("[data-choose-all]")) mirror(all);
  target.closest("form[data-autosubmit]")?.requestSubmit();
});

document.addEventListener("htmx:afterSettle", ({ target }) => reveal(target));
reveal(document);
