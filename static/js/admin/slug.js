// The address of a new page while its title is typed: Chinese is read aloud by the server.
{
  const address = document.currentScript.dataset.slug;
  const isNew = location.pathname.includes("/pages/add/");
  let timer, byHand = false;

  async function fill(title, slug) {
    const found = await (await fetch(`${address}?${new URLSearchParams({ title: title.value })}`)).json();
    if (byHand || !found.slug) return;
    slug.value = found.slug;
    slug.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function typed(event) {
    if (event.type === "input" && event.target.name === "slug" && event.isTrusted) byHand = true;
    const slug = document.querySelector("input[name=slug]");
    if (event.target.name !== "title" || !slug || !isNew || byHand) return;
    clearTimeout(timer);
    if (/\p{Script=Han}/u.test(event.target.value)) timer = setTimeout(fill, 300, event.target, slug);
  }

  for (const name of ["input", "focusout"]) document.addEventListener(name, typed);
}
