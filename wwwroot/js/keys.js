// "/" or Ctrl+K: search. Esc: out of it. Arrow keys walk the cells of a table marked data-walk. The first link skips to the content.
const writes = element => element.matches?.("input, textarea, select, [contenteditable]");

function search(event) {
  const field = document.getElementById("search");
  if (!field) return false;
  const wanted = (event.key === "/" && !writes(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey)
    || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey);
  if (wanted) {
    field.focus();
    field.select();
    return true;
  }
  if (event.key === "Escape" && event.target === field) {
    if (field.value) {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else field.blur();
    return true;
  }
  return false;
}

const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function target(cell) { return cell?.querySelector("a, button") ?? null; }

function walk(event) {
  const cell = event.target.closest?.("[data-walk] :is(td, th)");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  const rows = [...cell.closest("table").tBodies[0].rows];
  let row = rows.indexOf(cell.parentElement), column = cell.cellIndex;
  if (event.key === "Home") column = 0;
  else if (event.key === "End") column = cell.parentElement.cells.length - 1;
  else if (!steps[event.key]) return false;
  const [down, right] = steps[event.key] ?? [0, 0];
  // A cell with nothing in it is stepped over.
  for (row += down, column += right; row >= 0 && row < rows.length && column >= 0 && column < rows[row].cells.length; row += down, column += right) {
    const next = target(rows[row].cells[column]);
    if (next) {
      next.focus();
      return true;
    }
    if (!down && !right) return false;
  }
  return false;
}

// The router would take the link for a change of address and scroll there, leaving the focus where it is.
function skip(event) {
  const link = event.target.closest?.("a.skip");
  if (!link) return;
  event.preventDefault();
  document.getElementById("content").focus();
}

export function start() {
  document.addEventListener("click", skip, true);
  document.addEventListener("keydown", event => { if (search(event) || walk(event)) event.preventDefault(); });
}
