// Shows the letters of a password on wish, and how strong a new one is while it is typed.
// Without this script the link loads the page with letters shown, and the server judges alone.
"use strict";

const LEAST = 12;
const EDGES = [[4, 75], [3, 56], [2, 40]];
const WORD = /[\p{L}\p{Nl}\p{No}]{3,}/gu;
const LETTER = /^[\p{L}\p{Nl}\p{No}]$/u;
const [A_WORD, SPACE, DIGIT, OF_LETTER, OTHER, BOTH_CASES] = [14, 1, 3.3, 4.7, 5, 1];

// The same as `strength` in accounts/rules.py; tests/accounts/passwords.json holds for both.
function strength(password) {
  if (Array.from(password).length < LEAST) return 1;
  const bits = bitsOf(password);
  const edge = EDGES.find(([, least]) => bits >= least);
  return edge ? edge[0] : 1;
}

function bitsOf(password) {
  const mixed = password !== password.toLowerCase() && password !== password.toUpperCase();
  const words = new Set();
  let bits = 0;
  let at = 0;
  for (const found of password.matchAll(WORD)) {
    const word = found[0].toLowerCase();
    bits += ofSigns(password.slice(at, found.index), mixed);
    if (!words.has(word)) bits += Math.min(A_WORD, ofSigns(found[0], false));
    words.add(word);
    at = found.index + found[0].length;
  }
  return bits + ofSigns(password.slice(at), mixed);
}

function ofSigns(part, mixed) {
  const signs = Array.from(part);
  let bits = 0;
  signs.forEach((sign, n) => {
    if (n && Math.abs(sign.codePointAt(0) - signs[n - 1].codePointAt(0)) <= 1) return;
    if (sign === " ") bits += SPACE;
    else if (sign >= "0" && sign <= "9") bits += DIGIT;
    else if (LETTER.test(sign)) bits += OF_LETTER + (mixed ? BOTH_CASES : 0);
    else bits += OTHER;
  });
  return bits;
}

function letters(link) {
  const fields = Array.from(link.closest("form").querySelectorAll("input[data-password]"));
  const words = [link.dataset.show, link.dataset.hide];
  link.setAttribute("role", "button");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const shown = fields[0].type === "text";
    fields.forEach((field) => { field.type = shown ? "password" : "text"; });
    link.textContent = words[shown ? 0 : 1];
    link.setAttribute("aria-pressed", String(!shown));
    fields[0].focus();
  });
}

function measure(place) {
  const field = place.closest("form").querySelector("input[data-new]");
  const meter = place.querySelector("meter");
  const said = place.querySelector("[role=status]");
  const words = place.dataset.words.split("|");
  place.hidden = false;
  field.addEventListener("input", () => {
    const found = field.value ? strength(field.value) : 0;
    meter.value = found;
    said.textContent = found ? words[found - 1] : "";
  });
}

if (typeof document === "undefined") {
  module.exports = { strength };
} else {
  document.querySelectorAll("[data-letters]").forEach(letters);
  document.querySelectorAll("[data-strength]").forEach(measure);
}
