// The register list answers without a new page: the form and the links of the list are fetched as the whole pages
// that they lead to, and what differs is taken over. Where anything goes wrong, the browser goes there itself.

const PARTS = [".register-head", ".register-messages", ".register-body", ".language"];
const LINKS = ".chips a, .pagination a, .empty a";
const said = document.createElement("p");
let shown = location.href, asking;

Object.assign(said, { className: "visually-hidden", role: "status" });
document.querySelector("main").append(said);

const facetOf = (more) => more.querySelector("input")?.name;
const opened = (place) => [...place.querySelectorAll(".facet__more[open]")].map(facetOf);

// The control that stands in the new page where `old` stood in the old one.
function counterpart(old) {
  if (!old?.isConnected && old?.id) return document.getElementById(old.id);
  if (old?.isConnected) return old;
  return old?.matches(".sort-bar button") ? document.querySelector(".sort-bar button") : null;
}

function take(fresh, address) {
  const box = document.getElementById("q"), open = opened(document), value = fresh.getElementById("q").value;
  fresh.getElementById("q").closest(".field").replaceWith(box.closest(".field"));
  box.value = value;
  for (const more of fresh.querySelectorAll(".facet__more")) more.open = open.includes(facetOf(more));
  for (const part of PARTS) document.querySelector(part).replaceWith(fresh.querySelector(part));
  document.title = fresh.title;
  shown = address;
}

// Sorting leaves the reader where they are; everything else leads to the beginning of the list.
function place(old) {
  const rows = document.querySelector(".rows"), same = counterpart(old);
  if (same) return same.focus({ preventScroll: true });
  rows.tabIndex = -1;
  rows.focus({ preventScroll: true });
  if (rows.getBoundingClientRect().top < 0) rows.scrollIntoView();
}

function announce(title) {
  said.textContent = "";
  setTimeout(() => { said.textContent = title.split(" – ")[0]; }, 100);
}

async function go(address, { push = true, from = document.activeElement } = {}) {
  asking?.abort();
  const mine = asking = new AbortController();
  document.querySelector(".register-body").ariaBusy = "true";
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !PARTS.every((part) => fresh.querySelector(part))) throw new Error(answer.statusText);
    take(fresh, answer.url);
    if (push) history.pushState(null, "", answer.url);
    if (push) place(from);
    announce(fresh.title);
  } catch {
    if (mine.signal.aborted) return;
    if (push) location.assign(address);
    else location.reload();
  }
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id !== "filters" || event.defaultPrevented) return;
  const query = [...new FormData(form, event.submitter)].filter(([, value]) => value !== "");
  event.preventDefault();
  go(new URL(`?${new URLSearchParams(query)}`, form.action).href);
});

addEventListener("click", (event) => {
  const link = event.target.closest?.(LINKS);
  const special = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || special || event.defaultPrevented || link.pathname !== location.pathname) return;
  event.preventDefault();
  go(link.href, { from: null });
});

addEventListener("popstate", () => {
  if (location.href.split("#")[0] !== shown.split("#")[0]) go(location.href, { push: false });
});
