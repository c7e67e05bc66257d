// Says in words when a passkey did not answer; the exchange itself is allauth's.
"use strict";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.querySelector("[data-passkey-problem]");
  if (problem) problem.hidden = false;
});
