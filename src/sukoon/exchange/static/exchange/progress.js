// Shows how far work in the background is, and opens its result when it is done.
"use strict";

const place = document.querySelector("[data-progress]");
const bar = place.querySelector("progress");
const said = place.querySelector("[role=status]");

async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const told = await answer.json();
    if (!told.busy) return location.reload();
    said.textContent = told.said;
    if (bar.max > 1) bar.value = Math.min(told.rows, bar.max);
  } catch {
    // The network is away for a moment; the work goes on without us.
  }
  setTimeout(look, 1500);
}

setTimeout(look, 1000);
