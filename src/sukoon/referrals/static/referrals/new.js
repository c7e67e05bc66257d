// Shows other services as soon as a wish changes. Without it the button "Show services" does the same.
(() => {
  const form = document.getElementById("refer");
  const wish = document.getElementById("wish");
  if (!form || !wish) return;
  let turn = 0;

  const show = async () => {
    const mine = ++turn;
    const told = new FormData(form);
    told.set("do", "show");
    document.getElementById("found").setAttribute("aria-busy", "true");
    const answer = await fetch(location.pathname, { method: "POST", body: told });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== turn) return;
    for (const id of ["ahead", "wished", "found", "sug-h", "always", "within"]) {
      const fresh = page.getElementById(id);
      if (fresh) document.getElementById(id).replaceChildren(...fresh.childNodes);
    }
    document.getElementById("found").removeAttribute("aria-busy");
  };
  wish.addEventListener("change", () => {
    if (form.elements.need.value) show().catch(() => form.requestSubmit(wish.querySelector("button[name=do]")));
  });
})();
