import { age, learn, now } from "./clock.js";

const LAGGING = 90_000, STALE = 300_000;

// The pill counts by this browser's clock: if the page froze, it says so without the server's help.
function show(pill) {
  const proven = Date.parse(pill.dataset.asOf);
  const told = pill.dataset.freshness;
  const past = Number.isNaN(proven) ? null : now() - proven;
  const frozen = document.documentElement.dataset.frozen !== undefined;
  let state = told;
  if (past !== null && told !== "Unreachable") {
    if (past >= STALE) state = "Stale";
    else if (past >= LAGGING || frozen) state = told === "Stale" ? "Stale" : "Lagging";
  }
  pill.dataset.state = state;
  const word = pill.querySelector("[data-word]"), text = pill.querySelector("[data-age]");
  const words = frozen ? "Not connected" : { Live: "Live", Lagging: "Lagging", Stale: "Stale", Unreachable: "No contact" }[state];
  if (word.firstChild && words && word.firstChild.nodeValue !== words) word.firstChild.nodeValue = words;
  if (text?.firstChild && past !== null) {
    const since = `${age(past)} ago`;
    if (text.firstChild.nodeValue !== since) text.firstChild.nodeValue = since;
  }
}

function tick() { document.querySelectorAll("[data-freshness]").forEach(show); }

export function start() {
  const hear = () => {
    const pill = document.querySelector("[data-freshness]");
    if (pill) learn(pill.dataset.now);
    tick();
  };
  hear();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  new MutationObserver(hear).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-now", "data-as-of"] });
}
