// The server's clock as seen from this browser, so that a wrong clock here never makes old news look fresh.
let skew = 0;

export const now = () => Date.now() + skew;

export function learn(serverTime) {
  const told = Date.parse(serverTime);
  if (!Number.isNaN(told)) skew = told - Date.now();
}

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

export function age(milliseconds) {
  const past = Math.max(0, milliseconds);
  if (past < MINUTE) return `${Math.floor(past / SECOND)} s`;
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min`;
  if (past < DAY) return `${Math.floor(past / HOUR)} h`;
  return `${Math.floor(past / DAY)} d`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const minute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" });

export function date(at) {
  const year = at.getFullYear() === new Date(now()).getFullYear() ? "" : ` ${at.getFullYear()}`;
  return `${at.getDate()} ${MONTHS[at.getMonth()]}${year}`;
}

export const clock = at => minute.format(at);
export const moment = at => Math.abs(now() - at) < DAY ? clock(at) : `${date(at)}, ${clock(at)}`;
export const exact = at => `${full.format(at)} · ${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
export const isOld = at => now() - at >= 7 * DAY;
