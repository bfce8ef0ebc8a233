/* Shows below a date field how what is typed will read in both languages, or what would be right. */
const WAIT = 250;
const waiting = new WeakMap();

function show(output, told) {
  const reads = output.querySelector(".date-preview__reads");
  const error = output.querySelector(".date-preview__error");
  const [en, zh] = reads.querySelectorAll("b");
  en.textContent = told.en;
  zh.textContent = told.zh;
  error.textContent = told.error;
  reads.hidden = !told.en;
  error.hidden = !told.error;
}

async function ask(input, output) {
  const typed = input.value;
  const query = new URLSearchParams({ text: typed, precisions: output.dataset.precisions });
  const response = await fetch(`${output.dataset.datePreview}?${query}`, { credentials: "same-origin" }).catch(() => null);
  if (response?.ok && input.value === typed) show(output, await response.json());
}

document.addEventListener("input", ({ target }) => {
  const output = target.nextElementSibling;
  if (!output?.matches?.("[data-date-preview]")) return;
  clearTimeout(waiting.get(output));
  waiting.set(output, setTimeout(ask, WAIT, target, output));
});
