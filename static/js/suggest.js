/* Suggests while somebody types in a search box: a combobox with a listbox, as WAI-ARIA describes it. Without it the box is a plain one. */
const PAUSE_MS = 100;
const LEAST_LETTERS = 2;

document.querySelectorAll("input[data-suggest]").forEach(prepare);

function prepare(input, number) {
  const popup = document.createElement("div");
  const aloud = document.createElement("p");
  let timer, asked, shown = "", active = -1;

  popup.className = "o-suggest";
  popup.hidden = true;
  aloud.className = "o-hidden";
  aloud.setAttribute("role", "status");
  input.after(popup, aloud);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");

  const lines = () => [...popup.querySelectorAll("[role=option]")];

  function open() {
    if (!lines().length) return;
    popup.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    mark(-1);
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function mark(place) {
    active = place;
    lines().forEach((line, at) => line.setAttribute("aria-selected", String(at === place)));
    const line = lines()[place];
    if (line) {
      input.setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(html) {
    popup.innerHTML = html;
    const list = popup.querySelector("[role=listbox]");
    if (list) list.id = `suggestions-${number}`;
    if (list) input.setAttribute("aria-controls", list.id);
    else input.removeAttribute("aria-controls");
    lines().forEach((line, at) => (line.id = `suggestion-${number}-${at}`));
    const said = popup.querySelector("[data-said]");
    aloud.textContent = said?.textContent ?? "";
    said?.remove();
    mark(-1);
    if (lines().length) open();
    else close();
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < LEAST_LETTERS) {
      shown = "";
      aloud.textContent = "";
      return close();
    }
    if (text === shown) return open();
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (!answer.ok) return;
      const html = await answer.text();
      // Who has left the box, or typed on, is not shown what belongs to another text.
      if (document.activeElement !== input || input.value.trim() !== text) return;
      shown = text;
      show(html);
    } catch {
      // No network, or a newer question: the box goes on as a plain one.
    }
  }

  function choose(line) {
    close();
    if (line.dataset.text === undefined) return location.assign(line.dataset.url);
    input.value = shown = line.dataset.text;
    input.form.requestSubmit();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    const count = lines().length;
    const isOpen = !popup.hidden;
    // An input method that is putting a word together needs its keys itself.
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape" && isOpen) close();
    else if (event.key === "Enter" && isOpen && active >= 0) choose(lines()[active]);
    else if (event.key === "ArrowDown" && isOpen) mark(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowUp" && isOpen) mark(active < 0 ? count - 1 : active - 1);
    else if (event.key === "ArrowDown" && input.value.trim().length >= LEAST_LETTERS) ask();
    else if (event.key === "Home" && isOpen && active >= 0) mark(0);
    else if (event.key === "End" && isOpen && active >= 0) mark(count - 1);
    else {
      if (event.key === "Enter") close();
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // The box keeps the focus while a line is pressed, by mouse or by finger.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  popup.addEventListener("click", (event) => {
    const line = event.target.closest("[role=option]");
    if (line) choose(line);
  });
}
