// Elements made of data. Text is always text: nothing here reads HTML.

// A text in which what has no sign of its own, or turns the direction of writing, is visible.
const visible = (text) =>
  String(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu, (char) =>
    char === "\n" ? "\n" : `\\u{${char.codePointAt(0).toString(16)}}`,
  );

// An element: h("p", { class: "x", onclick }, "text", other, …); what is null or false is left out.
function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : visible(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false).map((child) => (child instanceof Node ? child : visible(child))));
  return element;
}

// A name, host or path that, where there is no room, breaks between its parts and not inside one.
const parted = (text, between = /(?<=[/._])(?=[^/._])|(?=@)/) => String(text).split(between).flatMap((part, index) => (index ? [h("wbr"), part] : [part]));
const code = (text, attributes = {}) => h("code", attributes, parted(text));
const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const place = (file, line) => (file ? h("span", { class: "place" }, parted(line ? `${file}:${line}` : file, /(?<=\/)/)) : null);
const listed = (items, most = 3) =>
  items.length <= most ? items.map((item) => h("div", {}, item)) : [...items.slice(0, most).map((item) => h("div", {}, item)), h("div", { class: "dim" }, `and ${items.length - most} more`)];

const STATES = {
  served: ["ok", "served"],
  partly: ["warning", "partly hidden"],
  hidden: ["warning", "never reached"],
  disabled: ["error", "disabled"],
  unknown: ["warning", "not known"],
  own: ["dim", "Traefik's own"],
};
const badge = (kind, text) => h("span", { class: `badge ${kind}` }, text);
const state = (name) => badge(...STATES[name]);

function select(label, options, onchange, chosen = "") {
  return h("label", {}, h("span", {}, label), h("select", { "aria-label": label, onchange: (event) => onchange(event.target.value) },
    options.map(([value, text]) => h("option", { value, selected: value === chosen }, text))));
}

const search = (label, hint, oninput, more = {}) =>
  h("label", { class: "wide" }, h("span", {}, label),
    h("input", { type: "search", "aria-label": label, placeholder: hint, autocomplete: "off", spellcheck: "false", oninput: (event) => oninput(event.target.value), ...more }));

const section = (id, title, ...children) =>
  h("section", { id, "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title), ...children);
