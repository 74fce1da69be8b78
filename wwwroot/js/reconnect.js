import { now } from "./clock.js";

// While the connection is down the last picture stays, greyed, with its age. All that matters is in the address,
// so a reload restores the page.
const RETRY = 5000;
let retrying = null;

async function answers() {
  try {
    return (await fetch(document.baseURI, { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

async function reconnect() {
  try {
    if (await Blazor.reconnect() || await Blazor.resumeCircuit()) return;
    if (await answers()) location.reload();
  } catch {
    if (await answers()) location.reload();
  }
}

function freeze(banner) {
  const root = document.documentElement;
  if (root.dataset.frozen !== undefined) return;
  root.dataset.frozen = "";
  banner.querySelector("time").dateTime = new Date(now()).toISOString();
  banner.hidden = false;
}

function thaw(banner) {
  delete document.documentElement.dataset.frozen;
  banner.hidden = true;
  clearInterval(retrying);
  retrying = null;
}

export function start() {
  const banner = document.getElementById("components-reconnect-modal");
  if (!banner) return;
  banner.addEventListener("components-reconnect-state-changed", event => {
    switch (event.detail.state) {
      case "hide": thaw(banner); break;
      case "rejected": location.reload(); break;
      case "failed":
      case "resume-failed":
        freeze(banner);
        retrying ??= setInterval(() => void reconnect(), RETRY);
        break;
      default: freeze(banner);
    }
  });
  banner.querySelector("button").addEventListener("click", () => void reconnect());
}
