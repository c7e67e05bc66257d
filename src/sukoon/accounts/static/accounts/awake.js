// Keeps a session alive while somebody moves on the page; hides the page when nobody did for long.
// The server ends the session by itself: this only clears the screen, and loses nothing typed.
"use strict";

const { awake, idle } = document.currentScript.dataset;
const IDLE = Number(idle) * 1000;
const TELL = Math.min(IDLE / 6, 240000); // how often at most the server is told
const LOOK = Math.min(TELL / 4, 15000);
const main = document.getElementById("main");
let moved = Date.now();
let told = Date.now();
let typed = false;
let away = null;
let looking = false;

const move = () => { moved = Date.now(); };
["keydown", "pointerdown", "wheel", "touchstart"].forEach((kind) => {
  document.addEventListener(kind, move, { passive: true });
});
document.addEventListener("input", () => { typed = true; });
document.addEventListener("submit", () => { typed = false; });

async function signedIn() {
  try {
    return (await fetch(awake, { redirect: "manual" })).status === 204;
  } catch {
    return null; // the network is away for a moment
  }
}

function hide() {
  away = document.getElementById("away").content.firstElementChild.cloneNode(true);
  away.querySelector("button").addEventListener("click", goOn);
  main.hidden = true;
  main.after(away);
}

// Whoever signed in again, in another tab, has a new token: forms of this page take it over.
async function goOn() {
  if (!(await signedIn())) return;
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  if (token) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token[1]; });
  away.remove();
  away = null;
  main.hidden = false;
  move();
  told = Date.now();
}

// One look at a time: what the server says may take a while.
async function look() {
  if (away || looking) return;
  looking = true;
  try {
    await lookOnce();
  } finally {
    looking = false;
  }
}

async function lookOnce() {
  const now = Date.now();
  if (now - moved >= IDLE) {
    const here = await signedIn(); // yes, when somebody moves in another tab
    if (here === false) {
      if (typed) hide();
      else location.reload();
    } else if (here) move();
  } else if (moved > told && now - told >= TELL) {
    told = now;
    await signedIn();
  }
}

setInterval(look, LOOK);
