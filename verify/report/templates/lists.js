"use strict";
// Search, filters and order of a list of entries; copies of commands.
document.documentElement.classList.add("js");

const form = document.querySelector("form.tools");
const entries = [...document.querySelectorAll(".prob, .claim")];
for (const fold of document.querySelectorAll("details.fold[open]")) fold.dataset.open = "";
const shown = (name) => form.elements[name]?.value ?? "";

function fits(entry) {
  const words = shown("words").toLowerCase().split(/\s+/).filter(Boolean);
  const text = (entry.dataset.words ?? entry.textContent).toLowerCase();
  const chosen = ["cause", "source", "family", "standing"].every((k) => !shown(k) || entry.dataset[k] === shown(k));
  const verdict = !shown("verdict") || entry.dataset.verdict.split(" ").includes(shown("verdict"));
  return chosen && verdict && words.every((word) => text.includes(word));
}

function apply() {
  for (const entry of entries) entry.hidden = !fits(entry);
  for (const group of document.querySelectorAll(".entry")) group.hidden = !group.querySelector(".claim:not([hidden])");
  for (const part of document.querySelectorAll("section:has(.claim)")) part.hidden = !part.querySelector(".claim:not([hidden])");
  // What was looked for is not left folded.
  const looked = ["words", "verdict", "standing"].some((name) => shown(name));
  for (const fold of document.querySelectorAll("details.fold")) fold.open = looked || fold.dataset.open === "";
  const count = entries.filter((entry) => !entry.hidden).length;
  const list = document.querySelector(".probs");
  const noun = list ? list.dataset.noun ?? "problems" : "statements";
  document.getElementById("found").textContent = `${count} of ${entries.length} ${noun}`;
  order();
}

function order() {
  const list = document.querySelector(".probs");
  const by = shown("order");
  if (!list || !by) return;
  const value = (entry) => Number(entry.dataset[by]);
  const compare = by === "name" ? (a, b) => (a.dataset.name < b.dataset.name ? -1 : 1)
    : (a, b) => (by === "least" ? value(a) - value(b) : value(b) - value(a));
  list.append(...entries.toSorted(compare));
}

form?.addEventListener("input", apply);
form?.addEventListener("submit", (event) => event.preventDefault());
if (form) apply();

document.addEventListener("click", (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  navigator.clipboard?.writeText(button.parentElement.querySelector("code").textContent).then(() => {
    button.textContent = "Copied";
  }, () => {
    button.textContent = "Select and copy";
  });
});
