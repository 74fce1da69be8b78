// <button data-copy="text">: copies, shows it on the button, tells the screen reader once.
async function write(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  field.className = "sr";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("The browser does not let this page copy.");
}

async function copy(button) {
  const said = document.getElementById("copied");
  try {
    await write(button.dataset.copy);
    button.dataset.copied = "";
    if (said) said.textContent = "Copied.";
    setTimeout(() => { delete button.dataset.copied; if (said) said.textContent = ""; }, 1500);
  } catch (problem) {
    if (said) said.textContent = `Not copied: ${problem.message}`;
  }
}

export function start() {
  document.addEventListener("click", event => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    event.preventDefault();
    button.focus();
    void copy(button);
  });
}
