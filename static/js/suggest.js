// Suggestions under a search box: an ARIA combobox.

function combobox(input, number) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let timer, asking, current = -1;

  Object.assign(list, { id: `suggest-${number}`, className: "suggest", hidden: true, role: "listbox" });
  Object.assign(said, { className: "visually-hidden", role: "status" });
  list.ariaLabel = input.labels[0]?.textContent;
  Object.assign(input, { role: "combobox", autocomplete: "off", ariaAutoComplete: "list", ariaExpanded: "false" });
  input.setAttribute("aria-controls", list.id);
  input.after(list, said);

  function choose(place) {
    current = place;
    [...list.children].forEach((option, other) => { option.ariaSelected = String(other === place); });
    const chosen = list.children[place];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(open) {
    list.hidden = !open;
    input.ariaExpanded = String(open);
    choose(-1);
  }

  function option({ text, lang, note, href }, place) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const small = document.createElement("small");
    Object.assign(item, { id: `${list.id}-${place}`, role: "option" }).dataset.href = href;
    name.textContent = text;
    if (lang) name.lang = lang;
    small.textContent = note;
    item.append(name, " ", small);
    return item;
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(input.dataset.suggest, location);
    address.searchParams.set("q", input.value);
    try {
      const found = await (await fetch(address, { signal: asking.signal })).json();
      list.replaceChildren(...found.suggestions.map(option));
      said.textContent = input.value && found.said;
      show(list.childElementCount > 0 && document.activeElement === input);
    } catch { /* typed on */ }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 150);
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const last = list.childElementCount - 1;
    if (event.key === "ArrowDown") choose(current < last ? current + 1 : -1);
    else if (event.key === "ArrowUp") choose(current < 0 ? last : current - 1);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && current >= 0) location = list.children[current].dataset.href;
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    location = event.target.closest("li").dataset.href;
  });
}

document.querySelectorAll("input[data-suggest]").forEach(combobox);
