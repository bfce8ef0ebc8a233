/* Keeps the progress of lists that are being read up to date; when all are read, shows the page anew. */
const EVERY = 3000;

async function look() {
  const shown = document.getElementById("round-unread");
  if (!shown?.querySelector("[data-busy]")) return;
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (response?.ok) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.getElementById("round-unread");
    if (!now?.querySelector("[data-busy]")) return location.reload();
    if (!shown.contains(document.activeElement)) shown.replaceWith(document.adoptNode(now));
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
