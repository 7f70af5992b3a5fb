/* Keeps the page of a print run up to date: asks every two seconds, and shows the whole page anew at the end. */
const EVERY_MS = 2000;
const box = document.querySelector("[data-run-progress]");

if (box) follow(box);

function follow(box) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-words]");
  const notice = box.querySelector("[data-notice]");
  const noticeWords = box.querySelector("[data-notice-words]");
  const lost = box.querySelector("[data-lost]");

  async function ask() {
    try {
      const response = await fetch(box.dataset.runProgress, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      // Signed out meanwhile: the page itself leads to the form.
      if (response.status === 401 || response.status === 403 || response.redirected) return location.reload();
      if (!response.ok) throw new Error(String(response.status));
      const told = await response.json();
      if (told.is_over) return location.reload();
      bar.value = told.percent;
      words.textContent = told.words;
      if (noticeWords.textContent !== told.notice) noticeWords.textContent = told.notice;
      notice.hidden = !told.notice;
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
    setTimeout(ask, EVERY_MS);
  }

  setTimeout(ask, EVERY_MS);
}
