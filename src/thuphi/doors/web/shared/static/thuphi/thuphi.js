// Garnish only: every page does its work without this file.
"use strict";

function say(text) {
  const voice = document.getElementById("voice");
  if (voice) voice.textContent = text;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https the clipboard is closed; the old way still works.
    const box = document.createElement("textarea");
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
}

function wake(root) {
  for (const button of root.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
  if (navigator.share) for (const button of root.querySelectorAll("[data-share]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy) {
    await copy(button.dataset.copy);
    const before = button.textContent;
    if (before !== button.dataset.done) {
      button.textContent = button.dataset.done;
      say(button.dataset.done);
      setTimeout(() => { button.textContent = before; }, 2000);
    }
  } else if ("print" in button.dataset) {
    window.print();
  } else if (button.dataset.share) {
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {});
  }
});

// A deed is done once, however often a tired finger presses.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.once === undefined) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The live part of a page asks again when the server calls, when the payer comes back from the
// bank's app, and now and then; it is replaced only when its state has changed.
function live(part) {
  const stream = part.dataset.live ? new EventSource(part.dataset.live) : null;
  let asking = false, rest = 4000;
  async function ask() {
    if (asking || document.hidden) return;
    asking = true;
    try {
      const answer = await fetch(part.dataset.check, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.ok && page.getElementById(part.id);
      if (fresh && fresh.dataset.state !== part.dataset.state) {
        const news = document.importNode(fresh, true);
        part.replaceWith(news);
        part = news;
        if (page.title) document.title = page.title;
        wake(part);
        say(part.dataset.say || "");
      }
    } catch { /* Off the net for a moment: the next round asks again. */ }
    asking = false;
    if (!part.dataset.check && stream) stream.close();
  }
  function round() {
    if (!part.dataset.check) return;
    ask();
    rest = Math.min(rest * 1.3, 30000);
    setTimeout(round, rest);
  }
  if (stream) for (const name of ["message", "look", "paid"]) stream.addEventListener(name, ask);
  document.addEventListener("visibilitychange", () => { rest = 4000; if (part.dataset.check) ask(); });
  setTimeout(round, rest);
}

wake(document);
for (const part of document.querySelectorAll("[data-check]")) live(part);

// In a row of tabs wider than the screen, the one that is open is in sight.
for (const row of document.querySelectorAll(".chips")) {
  const here = row.querySelector("[aria-current]");
  if (here && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.offsetLeft - 16;
}
