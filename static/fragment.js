// What stands behind "#" in an address is never sent, so no log ever holds it. Here it
// goes into the fields that the form names, and out of the address and the history.
{
  const form = document.querySelector("form[data-fragment]");

  function fill() {
    const names = form.dataset.fragment.split(" ");
    const words = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (words.length !== names.length || !words[0]) return;
    names.forEach((name, place) => { form.elements[name].value = words[place]; });
    history.replaceState(null, "", location.pathname);
  }

  if (form) {
    addEventListener("hashchange", fill);
    fill();
  }
}
