// Long lists: a stretch of them is shown, and more as one scrolls there, so that thousands of rows cost what a hundred do.

const STRETCH = 100;

// Shows `make(item)` of each item in `target`; gives back what shows other items instead. `more` is where the button stands.
function stretched(target, more, make, noun) {
  let items = [];
  let shown = 0;
  const grow = (count) => {
    target.append(...items.slice(shown, shown + count).map(make));
    shown = Math.min(shown + count, items.length);
    const left = items.length - shown;
    more.hidden = !left;
    more.textContent = `Show more (${counted(left, noun)} left)`;
  };
  more.addEventListener("click", () => grow(STRETCH));
  new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && shown < items.length && grow(STRETCH), { rootMargin: "600px" }).observe(more);
  addEventListener("beforeprint", () => grow(items.length));
  return (those) => {
    items = those;
    shown = 0;
    target.replaceChildren();
    grow(STRETCH);
  };
}

const moreButton = () => h("button", { type: "button", class: "more", hidden: true });
const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
const hasAll = (haystack, wanted) => wanted.every((word) => haystack.includes(word));

// As people count: blog-2 comes before blog-10.
const { compare } = new Intl.Collator("en", { numeric: true });
const compared = (one, other) => (typeof one === "number" ? one - other : compare(one, other));

// A table that is searched, filtered and sorted. `columns`: { title, cell(row), key(row) }; `filters`: functions that
// are given the row; `text(row)` is what the search looks at; rows that are `aside` count only where they are shown.
function table(caption, columns, rows, { text, detail, noun, sortedBy, aside = () => false }) {
  const body = h("tbody");
  const more = moreButton();
  const count = h("p", { class: "count", role: "status" });
  const haystacks = new Map(rows.map((row) => [row, text(row).toLowerCase()]));
  const order = { column: null, down: false };
  let wanted = [];
  let filter = () => true;
  const make = (row) => {
    const cells = columns.map((column) => h("td", { "data-title": column.title }, column.cell(row)));
    const line = h("tr", {}, cells);
    if (!detail) return line;
    const button = h("button", { type: "button", class: "opens", "aria-expanded": "false", "aria-label": `Details of ${row.name}` });
    button.addEventListener("click", () => {
      const opens = button.getAttribute("aria-expanded") === "false";
      button.setAttribute("aria-expanded", String(opens));
      if (opens) line.after(h("tr", { class: "detail" }, h("td", { colspan: columns.length }, detail(row))));
      else line.nextElementSibling.remove();
    });
    cells[0].prepend(button);
    return line;
  };
  const show = stretched(body, more, make, noun);
  const refresh = () => {
    const found = rows.filter((row) => filter(row) && hasAll(haystacks.get(row), wanted));
    if (order.column) {
      const keys = new Map(found.map((row) => [row, order.column.key(row)]));
      const sign = order.down ? -1 : 1;
      found.sort((one, other) => sign * compared(keys.get(one), keys.get(other)));
    }
    const all = rows.filter((row) => !aside(row)).length + found.filter(aside).length;
    count.textContent = found.length === all ? counted(all, noun) : `${found.length.toLocaleString("en")} of ${counted(all, noun)}`;
    show(found);
  };
  const heads = columns.map((column) => {
    const head = h("th", { scope: "col", "aria-sort": "none" });
    head.append(h("button", { type: "button", onclick: () => {
      order.down = order.column === column && !order.down;
      order.column = column;
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      refresh();
    } }, column.title));
    return head;
  });
  const element = h("div", {}, count,
    h("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": `${caption}: the table` },
      h("table", {}, h("caption", { class: "unseen" }, caption), h("thead", {}, h("tr", {}, heads)), body)), more);
  if (sortedBy !== undefined) heads[sortedBy].firstChild.click();
  else refresh();
  return {
    element,
    search: (typed) => { wanted = words(typed); refresh(); },
    filter: (chosen) => { filter = chosen; refresh(); },
  };
}
