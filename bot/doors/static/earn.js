// Earns a way in where very many come at once: by a little work, or by a wait where that is
// shorter, as it is where scripts are slow.
const AGAIN_AFTER = 2000;

let done = {};

// Returns the fields that let a form in, in a while.
export function earn({ ticket, bits, parts, wait }) {
  return new Promise((resolve) => {
    let worker;
    // Who has worked and found no room comes back with the same.
    const worked = done.ticket === ticket && done.proof;
    const end = (proof) => {
      clearTimeout(timer);
      worker?.terminate();
      done = { ticket, proof };
      resolve(done);
    };
    const timer = setTimeout(() => end(worked || ""), worked ? AGAIN_AFTER : wait * 1000);
    if (worked) return;
    try {
      worker = new Worker("/static/work.js");
      worker.onmessage = ({ data }) => end(data);
      worker.postMessage({ seed: ticket.split(".").pop(), bits, parts });
    } catch {
      // Then it is a wait.
    }
  });
}
