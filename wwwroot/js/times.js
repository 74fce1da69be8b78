import { age, clock, date, exact, isOld, moment, now } from "./clock.js";

// <time data-ago="short">12 min</time>, "ago" appends the word; data-clock shows the local time of day.
// Only the text node's value is written, so that the server's own updates still find their node.
function show(time) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.valueOf())) return;
  let text;
  if (time.dataset.clock !== undefined) text = time.dataset.clock === "moment" ? moment(at) : clock(at);
  else if (isOld(at)) text = date(at);
  else text = age(now() - at) + (time.dataset.ago === "ago" ? " ago" : "");
  const node = time.firstChild;
  if (node && node.nodeType === Node.TEXT_NODE && node.nodeValue !== text) node.nodeValue = text;
}

const all = root => root.querySelectorAll("time[data-ago], time[data-clock]");
const tick = () => { if (!document.hidden) all(document).forEach(show); };

function explain(time) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.valueOf())) {
    time.title = exact(at);
    time.dataset.exact = time.title;
  }
}

export function start() {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  new MutationObserver(changes => {
    for (const change of changes) {
      if (change.type === "attributes") show(change.target);
      else for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.matches("time[data-ago], time[data-clock]")) show(node);
        all(node).forEach(show);
      }
    }
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["datetime"] });
  document.addEventListener("mouseover", event => { if (event.target.localName === "time") explain(event.target); });
  document.addEventListener("focusin", event => {
    const place = event.target.closest("td") ?? event.target;
    (place.localName === "time" ? [place] : place.querySelectorAll("time")).forEach(explain);
  });
}
