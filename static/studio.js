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
