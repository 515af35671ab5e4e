// Light or dark: the device decides until the person does. Loaded before the first
// paint, so that no page flashes in the other colours.
{
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");

  // Storage may be closed (private windows): then the choice lasts for this page.
  function chosen() {
    try { return localStorage.getItem("encore-theme"); } catch { return null; }
  }
  function keep(theme) {
    try { localStorage.setItem("encore-theme", theme); } catch { /* see above */ }
  }
  function show() {
    root.dataset.bsTheme = chosen() ?? (device.matches ? "dark" : "light");
  }

  show();
  device.addEventListener("change", show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = theme;
    keep(theme);
    document.dispatchEvent(new Event("themechange"));
  });
}
