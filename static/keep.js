// In the hand: what somebody answers stays on the device until it has reached us, and is
// sent again by itself. What is kept, where and for how long: docs/in-the-hand.md.
{
  const line = document.querySelector("#keeping");
  const { person } = line.dataset;
  const KEPT = `encore-kept ${person}`, DRAFTS = `encore-drafts ${person}`;
  const [WEEK, PATIENCE, SLOW, FIRST_PAUSE, LONGEST_PAUSE] = [7 * 86_400_000, 20_000, 700, 1_000, 60_000];

  // Storage may be closed, or full: then what is kept lasts as long as this page.
  const here = {};
  function entries(name) {
    if (here[name]) return here[name];
    try { return JSON.parse(localStorage.getItem(name)) ?? []; } catch { return []; }
  }
  function store(name, list) {
    try {
      if (list.length) localStorage.setItem(name, JSON.stringify(list));
      else localStorage.removeItem(name);
    } catch { here[name] = list; }
  }
  function forget(name, key) {
    store(name, entries(name).filter((entry) => entry.key !== key));
  }
  function wipe() {
    for (const name of [KEPT, DRAFTS]) { delete here[name]; store(name, []); }
  }

  // What others left on a shared phone, and what was typed and never sent, goes after a week.
  function clean() {
    const isYoung = ({ at }) => Date.now() - at < WEEK;
    try {
      for (const name of Object.keys(localStorage)) {
        if (/^encore-(kept|drafts) /.test(name) && name !== KEPT) store(name, entries(name).filter(isYoung));
      }
    } catch { /* see above */ }
  }

  // The line that says how it stands; its words come with the page.
  let fading = 0;
  function say(state, reason = "") {
    clearTimeout(fading);
    line.dataset.state = state;
    const words = state && line.dataset[state].replace("%s", reason);
    if (line.textContent !== words) line.textContent = words;
    if (state === "door") {
      const link = document.createElement("a");
      link.href = `${line.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
      link.textContent = line.dataset.signInWords;
      line.append(" ", link);
    }
    if (state === "sent") fading = setTimeout(say, 6_000, "");
  }

  // Forms and their keys -------------------------------------------------------------

  const path = (form) => new URL(form.action).pathname;
  const keyOf = (form) => `${path(form)} ${form.dataset.keep}`;
  const forms = () => [...document.querySelectorAll("form[data-keep]")];
  const formOf = (key) => forms().find((form) => keyOf(form) === key);
  function fieldsOf(form, submitter) {
    const fields = new FormData(form);
    fields.delete("csrfmiddlewaretoken");
    if (submitter?.name) fields.append(submitter.name, submitter.value);
    return [...fields];
  }

  // Show a form as it was answered: what was ticked, typed, put in order or pressed.
  function fill(form, fields) {
    for (const [name, value] of fields) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.matches("[type=radio], [type=checkbox]")) field.checked ||= field.value === value;
        else if (field.matches("button.enc-choice")) field.ariaPressed = String(field.value === value);
        else if (field.matches("[type=text], input:not([type])")) field.value = value;
        else if (field.value === value) field.closest("[data-order] > li")?.parentElement.append(field.closest("li"));
      }
    }
  }
  const isWritable = (form) => form.querySelector("input:not([type=hidden]), textarea, [data-order]");

  // As it stands on this page: what is kept is shown as chosen, what was begun as it was.
  function look() {
    for (const form of forms()) {
      const isKey = ({ key }) => key === keyOf(form);
      const kept = entries(KEPT).find(isKey);
      const draft = kept ?? entries(DRAFTS).find(isKey);
      if (draft) fill(form, draft.fields);
      form.toggleAttribute("data-kept", Boolean(kept));
    }
  }

  // Sending ---------------------------------------------------------------------------

  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  // The scene alone, where one is shown.
  const asPiece = () => (document.querySelector("#scene") ? { "HX-Request": "true" } : {});
  const patience = () => AbortSignal.timeout(PATIENCE);

  // Somebody signed in again elsewhere: this page's token is old, that of a new one is not.
  async function renewToken() {
    const page = await fetch(location.href, { signal: patience() });
    const headers = parsed(await page.text()).body.getAttribute("hx-headers");
    if (headers) document.body.setAttribute("hx-headers", headers);
  }

  // One answer on its way. Returns what we were told, or {later: state} when it is to be kept on.
  async function post(entry, isRenewed = false) {
    const slow = setTimeout(() => { if (line.dataset.state !== "kept") say("sending"); }, SLOW);
    try {
      const response = await fetch(entry.url, {
        method: "POST",
        headers: { ...asPiece(), ...token(), "Encore-Person": person },
        body: new URLSearchParams(entry.fields),
        signal: patience(),
      });
      if (response.ok) return await response.json();
      if (response.status === 403 && !isRenewed) {
        await renewToken();
        return await post(entry, true);
      }
      if (response.status === 401) return { later: "door" };
      if (response.status === 409) return { later: "other" };
      if ([400, 404, 410, 413].includes(response.status)) return { words: line.dataset.gone };
      return { later: "kept" };
    } catch {
      return { later: "kept" };
    } finally {
      clearTimeout(slow);
    }
  }

  let isSending = false, pause = FIRST_PAUSE, waking = 0;
  let ahead = null;  // the page that is to be seen next and has not come yet
  function later() {
    clearTimeout(waking);
    waking = setTimeout(wake, pause * (0.75 + Math.random() / 2));
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }

  // Send what is kept, in order, one after the other; stop at the first that does not come through.
  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      for (let entry; (entry = entries(KEPT)[0]); ) {
        const told = await post(entry);
        if (told.later) return wait(told.later);
        await done(entry, told);
      }
    } finally {
      isSending = false;
    }
  }
  function wait(state) {
    if (line.dataset.state !== "leaving") say(state === "kept" && here[KEPT] ? "open" : state);
    if (state === "kept") later();
  }
  async function done(entry, told) {
    const wasWaiting = Boolean(line.dataset.state), form = formOf(entry.key);
    pause = FIRST_PAUSE;
    forget(KEPT, entry.key);
    forget(DRAFTS, entry.key);
    if (form) await goOn(told);
    if (told.words) say("refused", told.words);
    else if (wasWaiting && !ahead) say("sent");
  }

  // Going on ----------------------------------------------------------------------------

  async function goOn({ page, place }) {
    if (page) show(parsed(page), place);
    else await go(place ?? location.href);
  }

  // Fetch a page and show it here; without a connection, go on trying.
  async function go(url) {
    const slow = setTimeout(() => { if (!line.dataset.state) say("coming"); }, SLOW);
    try {
      const response = await fetch(url, { headers: asPiece(), signal: patience() });
      const elsewhere = response.headers.get("HX-Redirect");
      if (elsewhere || !response.ok) return leave(elsewhere ?? url);
      show(parsed(await response.text()), response.headers.get("HX-Replace-Url") ?? response.url);
      ahead = null;
      pause = FIRST_PAUSE;
      if (["away", "coming"].includes(line.dataset.state)) say("");
    } catch {
      ahead = url;
      say("away");
      later();
    } finally {
      clearTimeout(slow);
    }
  }
  function leave(url) {
    ahead = null;
    location.replace(url);
  }

  // Put what is new in the place of the old. A page with other bars, or of somebody else, is
  // opened as a whole.
  function show(page, url) {
    const main = page.querySelector("main");
    const bars = (root) => Boolean(root.querySelector(".enc-top"));
    if (main && (page.querySelector("#keeping")?.dataset.person !== person || bars(page) !== bars(document))) {
      leave(url);
      return;
    }
    const piece = main ?? page.body.firstElementChild;
    history.replaceState(history.state, "", url);
    if (page.title) document.title = page.title;
    htmx.swap(`#${piece.id}`, piece.outerHTML, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
    scrollTo(0, 0);
    if (!piece.querySelector("[data-focus]")) document.querySelector("main").focus({ preventScroll: true });
  }

  function wake() {
    clearTimeout(waking);
    if (entries(KEPT).length) send();
    else if (ahead) go(ahead);
  }

  // What people do ------------------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.matches("[data-wipe]")) signOut(event);
    if (!form.matches("[data-keep]")) return;
    event.preventDefault();
    const key = keyOf(form), kept = entries(KEPT);
    // The first tap stands, as it does with us.
    if (!kept.some((entry) => entry.key === key)) {
      store(KEPT, [...kept, { key, url: path(form), fields: fieldsOf(form, event.submitter), at: Date.now() }]);
    }
    pause = FIRST_PAUSE;
    look();
    send();
  });

  // Signing out takes everything with it; what is not sent yet is told once before.
  function signOut(event) {
    if (entries(KEPT).length && line.dataset.state !== "leaving") {
      event.preventDefault();
      event.target.closest("details").open = false;
      say("leaving");
    } else wipe();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-onward]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.href);
  });

  // What is typed, ticked or moved outlives a reload.
  function begin({ target }) {
    const form = target.closest("form[data-keep]");
    if (!form || !isWritable(form)) return;
    const draft = { key: keyOf(form), fields: fieldsOf(form), at: Date.now() };
    store(DRAFTS, [...entries(DRAFTS).filter(({ key }) => key !== draft.key), draft]);
  }
  document.addEventListener("input", begin);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-move]")) begin(event); });

  document.addEventListener("htmx:afterSettle", look);
  addEventListener("online", wake);
  addEventListener("pageshow", ({ persisted }) => {
    // Come back to by "back": the page may be an old one.
    if (persisted && forms().length) go(location.href);
    wake();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });
  // Another window has sent it, or signed out: this one looks again where one stands.
  addEventListener("storage", ({ key }) => {
    const isGone = key === KEPT && forms().some((form) => form.matches("[data-kept]")
      && !entries(KEPT).some((entry) => entry.key === keyOf(form)));
    if (isGone && !isSending) go(location.href);
  });

  clean();
  look();
  if (entries(KEPT).length) wake();
}
