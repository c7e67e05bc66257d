// Fills the column "You" of "Side by side" while an answer is written. Without it nothing is lost:
// both views stand side by side as soon as the answer is sent.
(() => {
  const form = document.getElementById("answer");
  const table = document.querySelector("[data-side]");
  if (!form || !table) return;
  const say = table.dataset;

  const chosen = (name) => {
    const field = form.elements[name];
    return field.value ? field.options[field.selectedIndex].text : "";
  };
  const labels = (name) =>
    [...form.querySelectorAll(`input[name=${name}]:checked`)]
      .sort((a, b) => (a.value < b.value ? -1 : 1))
      .map((box) => box.closest("label").innerText.trim());
  const medicines = () =>
    form.elements.medicines.value
      .split("\n")
      .map((line) => line.trim().replace(/\s+/g, " "))
      .filter(Boolean)
      .map((line) => {
        const at = line.search(/[,،:;]|\s(?=[\d۰-۹])/);
        if (at < 1) return line;
        const dose = line.slice(at).replace(/^[,،:;\s]+/, "");
        return dose ? `${line.slice(0, at).trim()} (${dose})` : line.slice(0, at).trim();
      });

  const own = {
    diagnosis: (theirs) => {
      if (form.elements.verdict.value !== "change") return theirs;
      return [chosen("diagnosis"), chosen("also")].filter(Boolean).join(" + ") || say.untold;
    },
    medicines: () => medicines().join("; ") || say.none,
    support: () => labels("support").join("; ") || say.none,
    referral: () => chosen("referral") || say.none,
  };
  const rows = [...table.querySelectorAll("[data-part]")].map((row) => {
    const theirs = row.cells[1].textContent.trim();
    return { row, theirs, part: row.dataset.part };
  });
  const drawn = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

  const show = () => {
    for (const { row, theirs, part } of rows) {
      const text = own[part](theirs);
      const words = part === "diagnosis" && form.elements.verdict.value === "change"
        ? form.elements.diagnosis_words.value.trim() : "";
      const changed = text !== theirs || words !== "";
      const mark = row.querySelector(".tag");
      mark.hidden = false;
      mark.classList.toggle("warn", changed);
      mark.textContent = !changed ? say.same : theirs === say.none ? say.added : say.changed;
      row.classList.toggle("wrong", changed);
      row.cells[1].replaceChildren(changed && theirs !== say.none ? drawn("del", theirs) : theirs);
      row.cells[2].replaceChildren(changed ? drawn("ins", text) : text);
      if (words) row.cells[2].append(" ", drawn("small", words));
    }
  };
  for (const cell of table.querySelectorAll("[data-own]")) cell.hidden = false;
  form.addEventListener("input", show);
  show();
})();
