// Makes a relative's page live. Without it the same forms work by loading the page anew.
import { Composer, Transcript, listen, replace } from "./live.js";

const { body } = document;
const choices = document.getElementById("choices");
const ending = document.getElementById("ending");
const status = document.getElementById("status");
const newer = document.getElementById("newer");
body.classList.add("live");

const transcript = new Transcript((shown) => {
  newer.hidden = !shown;
});
const composer = new Composer(document.getElementById("say"), body.dataset.failed, () =>
  transcript.toEnd(),
);
let shownStatus = status.innerHTML;

newer.addEventListener("click", () => transcript.toEnd());

document.addEventListener("submit", async (event) => {
  const choice = event.submitter?.name === "choice" && event.submitter.value;
  if (!choice) return;
  event.preventDefault();
  const questions = event.target.closest(".questions");
  if (await composer.choose(choice)) {
    if (choice === "erase") location.replace("/erased");
    // The lines come in the new language; the page's own words wait for what is being written.
    if ((choice === "svenska" || choice === "english") && !composer.draft) location.replace("/");
    if (questions?.contains(document.activeElement)) questions.firstElementChild.focus();
    if (questions) questions.open = false;
    ending.open = false;
  }
});

document.querySelector("a[hreflang]").addEventListener("click", (event) => {
  if (!composer.draft) return;
  event.preventDefault();
  fetch(event.target.href).catch(() => composer.say(body.dataset.failed));
});

// Whoever is writing reads it in the chat, and keeps what they have written.
document.getElementById("privacy").addEventListener("click", (event) => {
  if (!composer.draft) return;
  event.preventDefault();
  composer.choose("privacy");
});

// What is being written stands nowhere but here.
document.getElementById("code").addEventListener("click", (event) => {
  if (!composer.draft) return;
  event.preventDefault();
  composer.say(body.dataset.draft);
});

listen(
  `/events?after=${encodeURIComponent(body.dataset.after)}`,
  (lost) => {
    body.classList.toggle("lost", lost);
    if (lost) status.textContent = body.dataset.lost;
    else replace(status, shownStatus);
  },
  {
    line: (line) => transcript.add(line),
    status: ({ html, state }) => {
      shownStatus = html;
      const somebodyCame = state === "talking" && body.dataset.state !== state;
      body.dataset.state = state;
      const asked = status.querySelector(".held");
      replace(status, html);
      const asks = !asked && status.querySelector(".held");
      if (somebodyCame || asks) transcript.toLast();
      // What has just been asked can be answered, also where the whole page scrolls.
      if (asks) asks.scrollIntoView({ block: "end" });
    },
    choices: ({ html }) => replace(choices, html),
    reload: () => location.replace("/"),
    gone: () => location.replace("/erased"),
  },
);
