// Makes a counsellor's desk live.
import { Composer, Transcript, listen, replace } from "./live.js";

const { chat, after, title, lost, failed } = document.body.dataset;
const board = document.getElementById("board");
const queue = document.getElementById("queue");
const header = document.getElementById("header");
const error = document.getElementById("error");
const say = document.getElementById("say");
const transcript = chat && new Transcript();
const composer = say && new Composer(say, failed, () => transcript.toEnd());

// On a phone, the latest words and the form are what one is here for.
say?.scrollIntoView({ block: "end" });

// Not by a timer: browsers let those of a page in the background sleep.
const ANSWER_EVERY = 5000;
let answered = 0;
function answer() {
  if (Date.now() - answered < ANSWER_EVERY) return;
  answered = Date.now();
  fetch("/desk/here").catch(() => {});
}

// What was written to one chat is not lost by opening another.
addEventListener("beforeunload", (event) => {
  if (composer?.draft && !say.hidden) event.preventDefault();
});

listen(
  chat ? `/desk/events?chat=${chat}&after=${after}` : "/desk/events",
  (away) => {
    if (away || error.textContent === lost) {
      error.textContent = away ? lost : "";
      error.hidden = !away;
    }
  },
  {
    board: ({ html, waiting, danger, queue: said }) => {
      replace(board, html);
      if (queue) {
        queue.classList.toggle("danger", danger > 0);
        queue.innerHTML = said;
      }
      document.title = waiting ? `(${waiting}) ${title}` : title;
    },
    line: (line) => transcript.add(line),
    chat: ({ html, state }) => {
      // It is no longer with this counsellor.
      if (state === "gone") return location.replace("/desk");
      if (say && state !== "talking") say.hidden = true;
      if (state === "erased") transcript.clear();
      replace(header, html);
    },
    pulse: answer,
    "signed-out": () => location.replace("/desk"),
  },
);
