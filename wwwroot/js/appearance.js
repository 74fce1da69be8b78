// Light, dark, or as the system has it. The cookie lets the server draw the next page right at once.
export function choose(appearance) {
  const chosen = appearance === "light" || appearance === "dark";
  if (chosen) document.documentElement.dataset.theme = appearance;
  else delete document.documentElement.dataset.theme;
  const path = new URL(document.baseURI).pathname;
  document.cookie = `traceboard-appearance=${chosen ? appearance : ""}; path=${path}; max-age=${chosen ? 31536000 : 0}; samesite=lax`;
}
