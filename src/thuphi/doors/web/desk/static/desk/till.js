// Cash on a weak line. What is keyed is kept in this browser under its key before it is sent, and
// forgotten only when the server has answered for it. The server books a key once, so that sending
// again is always safe. Without this file the same forms are sent as forms are.
"use strict";

(() => {
  const root = document.querySelector("[data-till]");
  if (!root) return;
  const words = {};
  for (const word of root.querySelector("[data-till-words]").content.children) {
    words[word.dataset.word] = word.textContent;
  }
  const STORE = "thuphi.till:";
  const MINE = `${STORE}${root.dataset.facility}:${root.dataset.person}:`;
  const FIRST_WAIT = 3000, LONGEST_WAIT = 60000, PATIENCE = 20000, AT_ONCE = 20;

  function storeWorks() {
    try {
      localStorage.setItem(`${STORE}try`, "1");
      localStorage.removeItem(`${STORE}try`);
      return true;
    } catch {
      return false;
    }
  }
  if (!storeWorks()) return;

  // One item for each entry: two tabs never write over each other.
  function kept() {
    const found = [];
    for (let place = 0; place < localStorage.length; place += 1) {
      const name = localStorage.key(place);
      if (!name.startsWith(MINE)) continue;
      try { found.push(JSON.parse(localStorage.getItem(name))); } catch { /* not ours to read */ }
    }
    return found.filter(Boolean).sort((one, other) => one.order - other.order);
  }
  const waiting = () => kept().filter((one) => !one.refused);
  const keep = (entry) => localStorage.setItem(MINE + entry.key, JSON.stringify(entry));
  const forget = (key) => localStorage.removeItem(MINE + key);
  function hasOthers() {
    for (let place = 0; place < localStorage.length; place += 1) {
      const name = localStorage.key(place);
      if (name.startsWith(`${STORE}${root.dataset.facility}:`) && !name.startsWith(MINE)) return true;
    }
    return false;
  }

  const dong = (vnd) => `${String(vnd).replace(/\B(?=(\d{3})+$)/g, ".")}\u00a0đ`;
  function amountOf(text) {
    const plain = text.normalize("NFC").toLowerCase().trim()
      .replace(/(đồng|dong|vnđ|vnd|đ|₫)$/, "").trim();
    if (!/^\d+$/.test(plain) && !/^[1-9]\d{0,2}([.,' ])\d{3}(\1\d{3})*$/.test(plain)) return NaN;
    const digits = plain.replace(/\D/g, "");
    return digits.length > 15 ? NaN : Number(digits);
  }
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  function tell(text) {
    const voice = document.getElementById("voice");
    if (voice) voice.textContent = text;
  }

  // What waits, above everything else on the page.
  const list = root.querySelector("[data-till-list]");
  const title = root.querySelector("[data-till-title]");
  const why = root.querySelector("[data-till-why]");
  let reason = "";
  function piece(tag, text, css) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (css) made.className = css;
    return made;
  }
  function draw() {
    const all = kept(), unsent = waiting();
    const others = hasOthers();
    root.hidden = !all.length && !others;
    const parts = [];
    if (unsent.length) {
      const sum = unsent.reduce((vnd, one) => vnd + one.amount_vnd, 0);
      parts.push(`${unsent.length} ${words.title}, ${dong(sum)}`);
    }
    if (all.length > unsent.length) parts.push(`${all.length - unsent.length} ${words.title_refused}`);
    title.textContent = parts.join(" · ");
    const told = all.length ? reason : others ? words.others : "";
    why.textContent = told;
    why.hidden = !told;
    root.querySelector("[data-till-send]").hidden = !unsent.length;
    list.replaceChildren(...all.map((one) => {
      const row = document.createElement("li");
      row.dataset.kept = one.key;
      row.append(piece("span", one.name), piece("b", dong(one.amount_vnd), "num"));
      row.append(piece("span", one.refused ? words.refused : words.unsent, "pill warn"));
      if (one.refused) {
        row.append(piece("p", one.refused, "wrong"));
        const drop = piece("button", words.drop, "btn");
        drop.type = "button";
        drop.addEventListener("click", () => { forget(one.key); draw(); drawRows(); });
        row.append(drop);
      }
      return row;
    }));
  }

  let token = root.dataset.token;
  async function freshToken() {
    const answer = await fetch(location.href, { redirect: "manual", headers: { Accept: "text/html" } });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-till]");
    if (!fresh) return false;
    token = fresh.dataset.token;
    return true;
  }
  async function post(entries, together) {
    const patience = new AbortController();
    const clock = setTimeout(() => patience.abort(), PATIENCE);
    try {
      return await fetch(root.dataset.send, {
        method: "POST",
        redirect: "manual",
        signal: patience.signal,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({
          facility: Number(root.dataset.facility),
          person: Number(root.dataset.person),
          together,
          entries: entries.map(({ key, code, amount_vnd, payer_name, book, number, keyed_at }) =>
            ({ key, code, amount_vnd, payer_name, book, number, keyed_at })),
        }),
      });
    } finally {
      clearTimeout(clock);
    }
  }
  // The server's answer, or nothing and a reason why it is still not known.
  async function ask(entries, together) {
    try {
      let answer = await post(entries, together);
      if (answer.status === 403 && await freshToken()) answer = await post(entries, together);
      if (answer.ok) {
        const told = await answer.json();
        reason = "";
        return told;
      }
      if (answer.type === "opaqueredirect" || answer.status === 403) reason = words.signed_out;
      else if (answer.status === 409) reason = words.others;
      else if (answer.status >= 500 || answer.status === 429) reason = words.busy;
      else reason = words.cannot;
    } catch {
      reason = words.offline;
    }
    return null;
  }

  let busy = false, timer = 0, wait = FIRST_WAIT;
  async function sendKept() {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    try {
      for (let next = waiting(); next.length; next = waiting()) {
        const told = await ask(next.slice(0, AT_ONCE), false);
        if (!told) break;
        for (const one of told.taken) { forget(one.key); drawTaken(one); }
        for (const fault of told.faults) {
          const entry = next.find((one) => one.key === fault.key);
          if (entry) keep({ ...entry, refused: fault.words });
        }
        if (!told.taken.length && !told.faults.length) break;
        wait = FIRST_WAIT;
      }
    } finally {
      busy = false;
    }
    draw();
    drawRows();
    if (waiting().length) {
      timer = setTimeout(sendKept, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  // A class, row by row.
  const form = document.querySelector("[data-till-class]");
  const rows = form ? Array.from(form.querySelectorAll("[data-till-row]"), (part) => ({
    part,
    code: part.dataset.code,
    name: part.dataset.name,
    rest: Number(part.dataset.rest),
    tick: part.querySelector("[data-tick]"),
    amount: part.querySelector("[data-amount]"),
    key: part.querySelector("[data-key]"),
    say: part.querySelector("[data-say]"),
    done: "",
    href: "",
  })) : [];
  function speak(row, text, css, href) {
    row.say.hidden = !text;
    row.say.className = `till-say ${css}`;
    row.say.textContent = text;
    if (href) {
      const link = piece("a", row.done);
      link.href = href;
      row.say.append(" ", link);
    }
  }
  const leftOf = (row) => row.rest - row.unsent;
  function drawRows() {
    const all = waiting();
    for (const row of rows) {
      const mine = all.filter((one) => one.code === row.code);
      row.unsent = mine.reduce((vnd, one) => vnd + one.amount_vnd, 0);
      row.part.classList.toggle("is-kept", mine.length > 0);
      const left = leftOf(row);
      row.part.querySelector("[data-rest-words]").textContent = dong(Math.max(left, 0));
      for (const field of [row.tick, row.amount]) if (field) field.disabled = left <= 0;
      if (mine.length) speak(row, `${dong(row.unsent)} ${words.unsent}`, "is-kept");
      else if (row.done) speak(row, words.done, "is-good", row.href);
      else if (!row.part.classList.contains("is-wrong")) speak(row, "", "");
      row.part.classList.toggle("is-done", !mine.length && row.done !== "");
    }
    count();
  }
  function drawTaken(one) {
    const row = rows.find((each) => each.code === one.code);
    if (!row) return;
    row.rest -= one.amount_vnd;
    row.done = one.receipt;
    row.href = one.href;
  }
  function keyed(row) {
    if (row.amount && row.amount.value.trim()) return amountOf(row.amount.value);
    return row.tick.checked ? leftOf(row) : null;
  }
  function count() {
    if (!form) return;
    let sum = 0, number = 0;
    for (const row of rows) {
      const vnd = keyed(row);
      if (vnd) { sum += vnd; number += 1; }
    }
    form.querySelector("[data-till-total]").hidden = !number;
    form.querySelector("[data-till-sum]").textContent = dong(sum);
    form.querySelector("[data-till-count]").textContent = String(number);
  }
  const book = form && form.querySelector("[data-till-book]");
  const first = form && form.querySelector("[data-till-number]");
  function numbers() {
    const pad = book && book.value ? book.selectedOptions[0] : null;
    if (!pad) return () => ({ book: null, number: null });
    const gone = new Set(pad.dataset.gone.split(",").map(Number));
    let next = Number(first.value) || Number(pad.dataset.next);
    return () => {
      while (gone.has(next)) next += 1;
      const taken = { book: Number(pad.value), number: next };
      next += 1;
      first.value = String(next);
      return taken;
    };
  }
  function entriesOfClass() {
    let isWrong = false;
    const chosen = [];
    for (const row of rows) {
      row.part.classList.remove("is-wrong");
      const vnd = keyed(row);
      if (vnd === null) continue;
      if (Number.isNaN(vnd)) {
        isWrong = true;
        row.part.classList.add("is-wrong");
        speak(row, words.unreadable, "wrong");
      } else chosen.push({ row, vnd });
    }
    if (isWrong) { tell(words.fix); return []; }
    const before = first ? first.value : "";
    const number = numbers();
    return chosen.map(({ row, vnd }, place) => ({
      entry: {
        key: row.key.value, code: row.code, name: row.name, amount_vnd: vnd, payer_name: "",
        ...number(), keyed_at: new Date().toISOString(), order: Date.now() + place / 1000, refused: "",
      },
      undo: { row, ticked: row.tick.checked, typed: row.amount ? row.amount.value : "", before },
    }));
  }
  async function takeClass(event) {
    event.preventDefault();
    const made = entriesOfClass();
    if (!made.length) {
      if (!rows.some((row) => row.part.classList.contains("is-wrong"))) tell(words.none);
      return;
    }
    for (const { entry, undo } of made) {
      keep(entry);
      undo.row.key.value = newKey();
      undo.row.tick.checked = false;
      if (undo.row.amount) undo.row.amount.value = "";
    }
    reason = words.sending;
    draw();
    drawRows();
    // What is keyed while another call is on its way is sent after it, entry by entry.
    if (busy) return;
    busy = true;
    const told = await ask(made.map((one) => one.entry), true);
    busy = false;
    if (told) answerClass(told, made);
    else tell(`${words.kept} ${made.length}`);
    draw();
    drawRows();
    if (waiting().length) sendLater();
  }
  function answerClass(told, made) {
    for (const { entry } of made) forget(entry.key);
    for (const one of told.taken) drawTaken(one);
    if (!told.faults.length) {
      tell(`${words.saved} ${told.taken.length}`);
      return;
    }
    // All or none: nothing was booked, and the page is as it was before, with what is to be mended.
    for (const { entry, undo } of made) {
      undo.row.tick.checked = undo.ticked;
      if (undo.row.amount) undo.row.amount.value = undo.typed;
      if (first) first.value = undo.before;
      const fault = told.faults.find((one) => one.key === entry.key);
      if (fault) {
        undo.row.part.classList.add("is-wrong");
        speak(undo.row, fault.words, "wrong");
      }
    }
    tell(words.fix);
    const wrong = form.querySelector(".is-wrong");
    if (wrong) wrong.scrollIntoView({ block: "center" });
  }
  function sendLater() {
    clearTimeout(timer);
    timer = setTimeout(sendKept, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
  if (form) {
    form.addEventListener("submit", takeClass);
    form.addEventListener("input", count);
    form.addEventListener("change", count);
  }

  // One person at the counter: the form goes its own way whenever the server can be reached.
  async function takeOne(event) {
    const one = event.currentTarget;
    const vnd = amountOf(one.elements.amount_vnd.value);
    if (!(vnd > 0) || busy) return;
    event.preventDefault();
    const entry = {
      key: one.elements.key.value, code: one.dataset.code, name: one.dataset.name, amount_vnd: vnd,
      payer_name: one.elements.payer_name ? one.elements.payer_name.value : "",
      book: null, number: null, keyed_at: new Date().toISOString(), order: Date.now(), refused: "",
    };
    const pad = one.elements.book && one.elements.book.value;
    if (pad) {
      entry.book = Number(pad);
      entry.number = Number(one.elements.number.value) || null;
    }
    keep(entry);
    busy = true;
    const told = await ask([entry], true);
    busy = false;
    if (told) {
      forget(entry.key);
      if (told.taken.length) location.assign(told.taken[0].done);
      else one.submit();
      return;
    }
    for (const button of document.querySelectorAll("form[data-till-one] button")) button.disabled = true;
    tell(`${words.kept} ${entry.name}`);
    draw();
    root.scrollIntoView({ block: "start" });
    sendLater();
  }
  for (const one of document.querySelectorAll("form[data-till-one]")) {
    one.addEventListener("submit", takeOne);
  }

  // Counting notes.
  const count_form = document.querySelector("[data-till-notes]");
  if (count_form) {
    const shown = count_form.querySelector("[data-till-counted]");
    const held = Number(shown.dataset.held);
    const add = () => {
      let sum = 0;
      for (const field of count_form.querySelectorAll("[data-note]")) {
        sum += Number(field.dataset.note) * (Number(field.value) || 0);
      }
      shown.hidden = false;
      shown.querySelector("[data-till-counted-sum]").textContent = dong(sum);
      shown.querySelector("[data-till-equal]").hidden = sum !== held;
      shown.querySelector("[data-till-less]").hidden = sum >= held;
      shown.querySelector("[data-till-more]").hidden = sum <= held;
      shown.querySelector("[data-till-gap]").textContent = dong(Math.abs(held - sum));
      shown.querySelector("[data-till-over]").textContent = dong(Math.abs(held - sum));
    };
    count_form.addEventListener("input", add);
    add();
  }

  root.querySelector("[data-till-send]").addEventListener("click", () => { wait = FIRST_WAIT; sendKept(); });
  window.addEventListener("online", () => { wait = FIRST_WAIT; sendKept(); });
  window.addEventListener("storage", () => { draw(); drawRows(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && waiting().length) sendKept(); });
  draw();
  drawRows();
  if (waiting().length) sendKept();
})();
