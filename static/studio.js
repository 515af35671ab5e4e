// The studio saves while one types. What has not changed is not swapped, so that nobody loses their place;
// what is being pressed is swapped with the next saving.
{
  let pressed = null;
  document.addEventListener("pointerdown", ({ target }) => { pressed = target; });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => { pressed = null; });

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    const next = fragment.firstElementChild ?? fragment;
    const [was, will] = [target, next].map((box) => box.querySelector("[data-graph]")?.dataset.graph);
    const isSame = will === undefined ? next.isEqualNode(target) : was === will;
    if (isSame || target.contains(pressed)) event.detail.shouldSwap = false;
  });
}

// The last words are saved before one goes on: a link or another button waits for them.
const part = document.querySelector("#part");
if (part) {
  const status = document.querySelector("#status");
  let isUnsaved = false, isUnderWay = false, onward = null, late = null;

  function noted({ target }) {
    if (target.form !== part) return;
    isUnsaved = true;
    if (status.textContent !== status.dataset.saving) status.textContent = status.dataset.saving;
    // What was typed before the page was ready, or came to nothing, is saved all the same.
    clearTimeout(late);
    late = setTimeout(() => { if (isUnsaved && !isUnderWay) htmx.trigger(part, "submit"); }, 1500);
  }
  for (const name of ["input", "change"]) document.addEventListener(name, noted);

  function waits(event, go) {
    if (event.defaultPrevented || !(isUnsaved || isUnderWay)) return;
    event.preventDefault();
    onward = go;
    if (!isUnderWay) htmx.trigger(part, "submit");
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    // What was refused is not tried again by leaving it for what stands there now.
    if (!link || link.closest("#refusal")) return;
    const isPlain = !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (isPlain && !link.target && !link.download) waits(event, () => { location.href = link.href; });
  });
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target !== part) waits(event, () => target.requestSubmit(submitter));
  });

  part.addEventListener("htmx:beforeRequest", () => { isUnsaved = false; isUnderWay = true; });
  part.addEventListener("htmx:afterRequest", ({ detail }) => {
    isUnderWay = false;
    if (!detail.successful) isUnsaved = true;
    const go = onward;
    if (!go) return;
    if (detail.successful && isUnsaved) return htmx.trigger(part, "submit");
    onward = null;
    // What was refused is read first; asked once more, the page is left.
    if (detail.successful && !status.querySelector("[data-refused]")) go();
  });
  addEventListener("pagehide", () => {
    if (isUnsaved) navigator.sendBeacon(part.action, new FormData(part));
  });
}
