/* What htmx leaves to us on a list that changes in place: folded parts stay as they were, the focus stays somewhere, the rest of the page
   keeps up, and the visitor's position is asked for by a click only. Without it the list is a form. */
const root = document.querySelector("[data-list]");
const FEW_DECIMALS = 2; // About a kilometre: near enough to shop, too far to follow anybody.

if (root) {
  const open = new Map();
  let goesToResults = false;

  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-near-ask]")) askPosition(event.target.closest("[data-near]"));
    goesToResults = Boolean(event.target.closest("[data-apply]"));
  });
  root.addEventListener("htmx:beforeSwap", () => {
    open.clear();
    for (const part of root.querySelectorAll("details[id]")) open.set(part.id, part.open);
  });
  root.addEventListener("htmx:afterSwap", () => {
    for (const part of root.querySelectorAll("details[id]")) if (open.has(part.id)) part.open = open.get(part.id);
    settle();
  });
  // What cannot be had in place is asked for as a page, and the browser says what is wrong.
  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    root.addEventListener(failure, (event) => {
      const path = event.detail.pathInfo?.finalRequestPath;
      if (path) location.assign(path);
    });
  }
  document.body.addEventListener("htmx:pushedIntoHistory", () => {
    for (const link of document.querySelectorAll("a[hreflang]")) link.search = location.search;
  });
  if (!window.htmx) {
    root.addEventListener("change", (event) => event.target.type === "search" || root.querySelector("form").requestSubmit());
  }
  offerPosition();

  function settle() {
    const list = root.querySelector("#list");
    const box = root.querySelector("input[type=search]");
    if (document.activeElement !== box) box.value = list.dataset.text;
    const drawer = root.querySelector("#drawer");
    const summary = root.querySelector("#list-summary");
    if (goesToResults && drawer.querySelector("summary").checkVisibility()) {
      drawer.open = false;
      summary.focus();
    } else if (document.activeElement === document.body) {
      // What had the focus is gone: a chip that was taken away.
      summary.focus({ preventScroll: true });
    }
    goesToResults = false;
    offerPosition();
  }

  function offerPosition() {
    const ask = root.querySelector("[data-near-ask]");
    if (!ask || !("geolocation" in navigator)) return;
    ask.hidden = false;
    ask.closest("[data-near]").querySelector("[data-near-words]").textContent = "";
  }

  function askPosition(part) {
    const words = part.querySelector("[data-near-words]");
    words.textContent = part.dataset.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const field = part.querySelector("[data-near-position]");
        field.value = `${coords.latitude.toFixed(FEW_DECIMALS)},${coords.longitude.toFixed(FEW_DECIMALS)}`;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      },
      () => (words.textContent = part.dataset.denied),
      { enableHighAccuracy: false, maximumAge: 600000, timeout: 15000 },
    );
  }
}
