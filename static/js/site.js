// Everything works without this file. It closes open disclosures, opens the search over the page and carries a
// drawing from the list to its cover.

const popups = () => document.querySelectorAll("details.site-menu[open], details.menu[open]");

document.addEventListener("click", (event) => {
  for (const popup of popups()) if (!popup.contains(event.target)) popup.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const dialog = document.querySelector("dialog[open]");
  if (dialog && !event.defaultPrevented) {
    event.preventDefault(); // a search box would only empty itself
    dialog.close();
  }
  for (const popup of popups()) {
    popup.open = false;
    popup.querySelector("summary").focus();
  }
});

document.addEventListener("click", async (event) => {
  const dialog = document.getElementById("search-dialog");
  if (event.target === dialog) dialog.close();
  const link = event.target.closest("a[data-search]");
  if (!link || !dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const menu = link.closest("details");
  if (menu) { menu.querySelector("summary").focus(); menu.open = false; }
  dialog.showModal();
  dialog.querySelector("input").select();
  await import("./suggest.js");
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("input[data-suggest]")) import("./suggest.js");
});

// A row's drawing and the cover share one name for the length of a view transition.
function nameDrawing(transition, address) {
  if (!transition || !address) return;
  const path = new URL(address).pathname;
  for (const row of document.querySelectorAll("[data-drawing]")) {
    if (row.querySelector("a[href]")?.pathname !== path) continue;
    const drawing = row.querySelector("svg");
    drawing.style.viewTransitionName = "centre-drawing";
    transition.finished.finally(() => { drawing.style.viewTransitionName = ""; });
    return;
  }
}

addEventListener("pageswap", (event) => nameDrawing(event.viewTransition, event.activation?.entry?.url));
addEventListener("pagereveal", (event) => nameDrawing(event.viewTransition, window.navigation?.activation?.from?.url));
