// Filters the rows of a table by a search text and by what each row says of itself in `data-…`. What is chosen stands
// in the address, so that it can be sent to somebody. Without scripts the table is simply whole.
(() => {
  "use strict";

  const FILTERS = {
    "rule-table": [
      ["category", "Category"], ["effect", "Effect"], ["fix", "Fix"], ["since", "Since"], ["source", "Found in"],
    ],
    "option-table": [
      ["configuration", "Configuration"], ["holds", "Holds"], ["since", "Since"], ["source", "Set by"], ["remarks", "Remarks"],
    ],
  };
  const ORDERS = { effect: ["rejected", "disabled", "degraded", "silent", "advice"], fix: ["safe", "unsafe", "none"] };
  const SEPARATORS = { source: " ", remarks: "," };

  function values(row, name) {
    const value = row.dataset[name] || "";
    return SEPARATORS[name] ? value.split(SEPARATORS[name]).filter(Boolean) : [value].filter(Boolean);
  }

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function byOrder(name) {
    const order = ORDERS[name];
    if (order) return (one, other) => order.indexOf(one) - order.indexOf(other);
    return (one, other) => one.localeCompare(other, "en", { numeric: true });
  }

  function start(place) {
    const table = document.getElementById(place.dataset.for);
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const given = new URLSearchParams(location.search);

    const search = element("input", {
      type: "search", name: "q", placeholder: "Words, as in “header” or “acme”", value: given.get("q") || "", autocomplete: "off",
    });
    const found = element("p", { className: "filter-count" });
    found.setAttribute("aria-live", "polite");
    const selects = FILTERS[place.dataset.for].map(([name, title]) => {
      const all = [...new Set(rows.flatMap((row) => values(row, name)))].sort(byOrder(name));
      const select = element("select", { name }, element("option", { value: "", textContent: "any" }));
      select.append(...all.map((value) => element("option", { value, textContent: value })));
      select.value = given.get(name) || "";
      if (select.selectedIndex < 0) select.value = "";
      place.append(element("label", {}, element("span", { textContent: title }), select));
      return select;
    });
    place.prepend(element("label", { className: "filter-search" }, element("span", { textContent: "Search" }), search));
    const reset = element("button", { type: "button", textContent: "Clear" });
    place.append(element("div", { className: "filter-end" }, found, reset));

    function apply(write) {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = selects.filter((select) => select.value);
      let count = 0;
      rows.forEach((row, index) => {
        const shown =
          words.every((word) => texts[index].includes(word)) &&
          chosen.every((select) => values(row, select.name).includes(select.value));
        row.hidden = !shown;
        count += shown ? 1 : 0;
      });
      found.textContent = count === rows.length ? `${count} in all` : `${count} of ${rows.length}`;
      reset.hidden = !words.length && !chosen.length;
      if (!write) return;
      const query = new URLSearchParams();
      if (search.value.trim()) query.set("q", search.value.trim());
      chosen.forEach((select) => query.set(select.name, select.value));
      history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    }

    search.addEventListener("input", () => apply(true));
    selects.forEach((select) => select.addEventListener("change", () => apply(true)));
    reset.addEventListener("click", () => {
      search.value = "";
      selects.forEach((select) => { select.value = ""; });
      apply(true);
      search.focus();
    });
    apply(false);
  }

  document.querySelectorAll(".filter[data-for]").forEach(start);
})();
