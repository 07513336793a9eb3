"use strict";
// Sends by itself what waits to be sent, unless its writer goes on writing. It is no module: one
// such page can be written into the document of another, where a module would not run again.
(async () => {
  const how = document.getElementById("how");
  const form = document.getElementById("again");
  const { ticket, proof, text } = form.elements;
  const { bits, parts, wait } = form.dataset;

  const { earn } = await import("./earn.js");
  how.textContent = how.dataset.itself;
  const earned = await earn({ ticket: ticket.value, bits: +bits, parts: +parts, wait: +wait });
  proof.value = earned.proof;
  if (!text || text.value === text.defaultValue) form.requestSubmit();
})();
