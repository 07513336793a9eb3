"use strict";
// Does the work that a browser is asked for when very many begin at once, beside its page, which
// stays usable. SHA-256 is written out here: `crypto.subtle` is not there everywhere, and takes so
// long for each call that a program elsewhere would have far less to do for the same.
const frac = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const primes = [];
for (let n = 2; primes.length < 64; n += 1) {
  if (primes.every((prime) => n % prime)) primes.push(n);
}
const ROUNDS = Int32Array.from(primes, (prime) => frac(Math.cbrt(prime)));
const BEGIN = Int32Array.from(primes.slice(0, 8), (prime) => frac(Math.sqrt(prime)));

const turn = (x, by) => (x >>> by) | (x << (32 - by));

// Returns the first 32 bits of the hash of a message of one block, which `words` holds.
const w = new Int32Array(64);
function hash(words) {
  w.set(words);
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = BEGIN;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return (BEGIN[0] + a) >>> 0;
}

// Finds a number for each part, so that the hash begins with so many bits that are zero. The many
// small parts take about as long for everybody; of a single large one, some would be unlucky.
onmessage = ({ data: { seed, bits, parts } }) => {
  const words = new Int32Array(16);
  for (let i = 0; i < 4; i += 1) words[i] = Number.parseInt(seed.slice(8 * i, 8 * i + 8), 16);
  words[6] = 1 << 31;
  words[15] = 24 * 8;
  const proof = [];
  for (let part = 0; part < parts; part += 1) {
    words[4] = part;
    words[5] = 0;
    while (hash(words) >>> (32 - bits)) words[5] += 1;
    proof.push(words[5] >>> 0);
  }
  postMessage(proof.join("-"));
};
