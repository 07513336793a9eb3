// Sends by itself what waits to be sent, unless its writer goes on writing.
import { earn } from "./earn.js";

const how = document.getElementById("how");
const form = document.getElementById("again");
const { ticket, proof, text } = form.elements;
const { bits, parts, wait } = form.dataset;

how.textContent = how.dataset.itself;
const earned = await earn({ ticket: ticket.value, bits: +bits, parts: +parts, wait: +wait });
proof.value = earned.proof;
if (!text || text.value === text.defaultValue) form.requestSubmit();
