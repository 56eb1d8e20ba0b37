// Makes the form kinder where scripts run; without them everything works all the same.
"use strict";

(() => {
  const form = document.getElementById("answers");
  if (!form) return;

  const questions = [...form.querySelectorAll(".question")];
  const progress = form.querySelector(".progress");
  const summary = document.getElementById("result");
  const send = form.querySelector("button.main");
  const sendLabel = send.textContent;
  const RELEASE_AFTER = 10_000; // milliseconds: a stalled sending may be tried again
  let unsent = "kept" in form.dataset;
  let sending = 0;
  let current = "";

  const fields = (question) => [...question.querySelectorAll("input, select, textarea")];
  const names = (question) => [...new Set(fields(question).map((field) => field.name))];
  const named = new Map(questions.flatMap((question) => names(question).map((n) => [n, question])));
  const isAsked = (question) => !question.hidden;
  const isGiven = (data, name) => Boolean(data.get(name)?.trim());

  // Of some questions one row answered is enough: what cannot be placed may stay without a place.
  function isAnswered(data, question) {
    const given = (name) => isGiven(data, name);
    return "some" in question.dataset ? names(question).some(given) : names(question).every(given);
  }

  // In the order of the page: a question that is not asked steers none of those after it.
  function showWhatIsAsked(data) {
    for (const question of questions) {
      const steering = question.dataset.if;
      if (!steering) continue;
      const asked = named.has(steering) && isAsked(named.get(steering));
      const values = question.dataset.is.split(" ");
      question.hidden = !(asked && data.getAll(steering).some((value) => values.includes(value)));
    }
  }

  function showProgress(data) {
    const asked = questions.filter(isAsked);
    const answered = asked.filter((question) => isAnswered(data, question));
    const wording = asked.length === answered.length ? progress.dataset.all : progress.dataset.some;
    const [label, bar, next] = ["span", "progress", "button"].map((n) => progress.querySelector(n));
    label.textContent = wording.replace("{answered}", answered.length).replace("{asked}", asked.length);
    bar.max = asked.length;
    bar.value = answered.length;
    next.hidden = asked.length === answered.length;
  }

  function showClearing(data) {
    for (const question of questions) {
      const clear = question.querySelector(".clear");
      if (clear) clear.hidden = !names(question).some((name) => data.get(name));
    }
  }

  function showTwice(question) {
    const data = new FormData(form);
    const values = names(question).map((name) => data.get(name)).filter(Boolean);
    const twice = values.find((value, place) => values.indexOf(value) < place);
    const wording = twice ? question.dataset.twice.replace("{value}", twice) : "";
    question.querySelector(".twice").textContent = wording;
  }

  function refresh() {
    const data = new FormData(form);
    showWhatIsAsked(data);
    showProgress(data);
    showClearing(data);
  }

  // Counted as the server counts: characters, not the halves of which some consist.
  function showLength(box) {
    const { limit, left, over } = box.dataset;
    const rest = Number(limit) - [...box.value.normalize("NFC").trim()].length;
    const line = document.getElementById(`${box.name}-limit`);
    const wording = rest < 0 ? over : left;
    const spoken = line.closest("[lang]").lang.split("-")[0]; // of "de-12" a script would refuse the rest
    line.textContent = wording.replace("{count}", Math.abs(rest).toLocaleString(spoken));
    line.classList.toggle("over", rest < 0);
    line.setAttribute("aria-live", rest < Number(limit) / 10 ? "polite" : "off");
  }

  function goTo(field) {
    field.focus({ preventScroll: true });
    field.closest("[role=radiogroup], .place, .question").scrollIntoView({ block: "start" });
  }

  // From where the respondent was last: a row left open on purpose does not hold anybody up.
  function goToNextOpen() {
    const data = new FormData(form);
    const all = [...named.keys()];
    const from = all.indexOf(current) + 1;
    const inTurn = [...all.slice(from), ...all.slice(0, from)];
    const isOpen = (question) => isAsked(question) && !isAnswered(data, question);
    const next = inTurn.find((name) => isOpen(named.get(name)) && !isGiven(data, name));
    if (next) goTo(document.getElementById(next));
  }

  function clear(question) {
    for (const field of fields(question)) {
      if (field.matches("select")) field.value = "";
      else field.checked = false;
    }
    if (question.dataset.twice) showTwice(question);
    goTo(fields(question)[0]);
    refresh();
  }

  function release() {
    clearTimeout(sending);
    sending = 0;
    send.textContent = sendLabel;
    send.removeAttribute("aria-disabled");
  }

  form.addEventListener("focusin", (event) => {
    current = event.target.name || current;
  });

  form.addEventListener("input", (event) => {
    unsent = true;
    current = event.target.name; // not every browser moves the focus to what is tapped
    if (event.target.dataset.limit) showLength(event.target);
    const question = event.target.closest(".question");
    if (question.dataset.twice) showTwice(question);
    refresh();
  });

  form.addEventListener("click", (event) => {
    if (event.target.matches(".progress button")) goToNextOpen();
    if (event.target.matches(".clear")) clear(event.target.closest(".question"));
  });

  // Enter in an answer presses the form's button; what is sent cannot be taken back.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });

  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    unsent = false;
    if (event.submitter?.name === "language") return;
    sending = setTimeout(release, RELEASE_AFTER);
    send.textContent = send.dataset.sending;
    send.setAttribute("aria-disabled", "true");
  });

  summary?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault(); // an address that keeps the fragment would jump there after the next sending
    goTo(document.getElementById(decodeURIComponent(link.hash.slice(1))));
  });

  window.addEventListener("beforeunload", (event) => {
    if (unsent) event.preventDefault();
  });

  // Also when the page comes back from the browser's memory, with answers but perhaps mid-sending.
  window.addEventListener("pageshow", (event) => {
    release();
    refresh();
    if (summary && !event.persisted) summary.focus();
  });

  document.documentElement.classList.add("js");
  progress.hidden = false;
  for (const box of form.querySelectorAll("textarea")) if (box.value) showLength(box);
  refresh();
})();
