// Keys for the workbench. Every key presses what already stands on the page: without this file the
// same links and forms are there. Whoever is disturbed by keys switches them off; it is remembered.
"use strict";

(() => {
  const bench = document.querySelector("[data-bench]");
  if (!bench) return;
  const STORE = "thuphi.workbench.keys";
  const root = document.documentElement;
  const help = bench.querySelector("[data-keys]");
  const toggle = bench.querySelector("[data-keys-toggle]");

  function remembered() {
    try { return localStorage.getItem(STORE) !== "off"; } catch { return true; }
  }
  let isOn = remembered();
  function show() {
    root.classList.toggle("has-keys", isOn);
    if (!help) return;
    help.hidden = false;
    toggle.textContent = isOn ? bench.dataset.keysOn : bench.dataset.keysOff;
    toggle.setAttribute("aria-pressed", String(isOn));
    help.querySelector("[data-keys-list]").hidden = !isOn;
  }
  if (toggle) {
    toggle.addEventListener("click", () => {
      isOn = !isOn;
      try { localStorage.setItem(STORE, isOn ? "on" : "off"); } catch { /* for this page only */ }
      show();
    });
  }
  show();

  const isTyping = (part) => part.closest("input:not([type=radio], [type=checkbox]), select, textarea");
  function open(part) {
    part.open = true;
    const first = part.querySelector("input:not([type=hidden]), select, textarea, button");
    if (first) first.focus();
    part.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", (event) => {
    if (!isOn || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      const opened = event.target.closest("details[data-key]");
      if (opened) {
        opened.open = false;
        opened.querySelector("summary").focus();
      }
      return;
    }
    if (isTyping(event.target)) return;
    if (event.key.startsWith("Arrow") && event.target.matches("input")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "d") {
      const tick = document.querySelector(".bench-rows .is-open input[type=checkbox]");
      if (tick) tick.click();
      return;
    }
    const part = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!part) return;
    event.preventDefault();
    if (part.matches("details")) open(part);
    else part.click();
  });

  // What is left of the money while it is shared out.
  for (const form of document.querySelectorAll("form[data-split]")) {
    const left = form.querySelector("[data-split-left]");
    form.addEventListener("input", () => {
      let rest = Number(form.dataset.split);
      for (const field of form.querySelectorAll("input[name=amount]")) {
        rest -= Number(field.value.replace(/\D/g, "")) || 0;
      }
      left.hidden = false;
      const sum = String(Math.abs(rest)).replace(/\B(?=(\d{3})+$)/g, ".");
      left.textContent = `${left.dataset.words} ${rest < 0 ? "−" : ""}${sum}\u00a0đ`;
    });
  }

  // The open thing is in sight in the list.
  const here = document.querySelector(".bench-rows .is-open");
  if (here && here.parentElement.scrollHeight > here.parentElement.clientHeight) {
    here.parentElement.scrollTop = here.offsetTop - here.parentElement.offsetTop - 64;
  }
})();
