// Puts the page together, one Traefik at a time.

function graphView(traefik, picture) {
  const hosts = [...new Set(traefik.routers.flatMap((router) => router.hosts))].sort();
  const focus = h("div", { class: "focus" });
  const redirects = [...foldedRedirects(traefik).values()];
  const choose = (typed) => {
    const host = typed.trim().toLowerCase();
    const found = host ? traefik.routers.filter((router) => router.hosts.some((one) => one.toLowerCase() === host)) : [];
    const folded = found.filter((router) => redirects.includes(router));
    focus.replaceChildren(...found.filter((router) => !folded.includes(router)).map((router) => flow(traefik, router)),
      ...(folded.length ? [h("p", { class: "dim" }, `${folded.map((router) => router.name).join(", ")}: plain requests are redirected to https`)] : []));
  };
  return section("graph", "How requests go",
    h("div", { class: "controls" }, search("One host", "whole name of a host", choose, { list: "graph-hosts" }), picture && pictureControls(picture)),
    h("datalist", { id: "graph-hosts" }, hosts.slice(0, 500).map((value) => h("option", { value }))),
    focus,
    picture ? h("div", { class: "picture scrolls", tabindex: "0", role: "region", "aria-label": "The graph" }, picture)
      : h("p", { class: "dim" }, `${counted(traefik.routers.length, "router")} are no picture any more: name a host, and its routers are drawn.`));
}

// Zoom by size, so that the window scrolls and pans as everything else does; the search marks boxes and goes to the first.
function pictureControls(picture) {
  const { width, height } = picture.viewBox.baseVal;
  picture.setAttribute("role", "group");
  for (const link of picture.querySelectorAll("a")) link.removeAttribute("href"); // the files are elsewhere
  let scale = 1;
  const zoom = (factor) => {
    scale = Math.min(Math.max(factor, 0.1), 4);
    picture.setAttribute("width", width * scale);
    picture.setAttribute("height", height * scale);
  };
  const fit = () => zoom(Math.min(1, (picture.parentElement?.clientWidth ?? width) / width));
  queueMicrotask(() => { // once it stands in the page: where all of its width has room and can be read, it is shown
    if (picture.parentElement?.clientWidth >= 0.6 * width) fit();
  });
  const find = (typed) => {
    const wanted = words(typed);
    let first = null;
    for (const box of picture.querySelectorAll("g:not(:has(g))")) {
      const found = wanted.length > 0 && hasAll(box.textContent.toLowerCase(), wanted);
      box.classList.toggle("found", found);
      if (found) first ??= box;
    }
    first?.scrollIntoView({ block: "nearest", inline: "center" });
  };
  const button = (label, text, onclick) => h("button", { type: "button", "aria-label": label, onclick }, text);
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(scale * (event.deltaY < 0 ? 1.15 : 1 / 1.15));
  }, { passive: false });
  let held = null;
  picture.addEventListener("pointerdown", (event) => { held = event.pointerType === "mouse" && [event.clientX, event.clientY]; });
  addEventListener("pointerup", () => { held = null; });
  picture.addEventListener("pointermove", (event) => {
    if (!held) return;
    picture.parentElement.scrollBy(held[0] - event.clientX, held[1] - event.clientY);
    held = [event.clientX, event.clientY];
  });
  return [search("In the picture", "name", find), h("div", { class: "buttons", role: "group", "aria-label": "Zoom" },
    button("Smaller", "−", () => zoom(scale / 1.25)), button("Larger", "+", () => zoom(scale * 1.25)), button("Fit", "fit", fit), button("Original size", "1:1", () => zoom(1)))];
}

function show(report, number) {
  const traefik = report.traefiks[number];
  const template = document.getElementById(`picture-${number}`);
  const picture = template?.content.firstElementChild.cloneNode(true);
  document.getElementById("main").replaceChildren(...[
    summaryView(traefik), changesView(traefik, report), askView(traefik), routesView(traefik),
    findingsView(traefik, Boolean(report.against)), graphView(traefik, picture), idleView(traefik), certificatesView(traefik),
  ].filter(Boolean));
  const parts = [...document.querySelectorAll("main > section")].map((one) => h("li", {}, h("a", { href: `#${one.id}` }, one.querySelector("h2").textContent)));
  document.querySelector("nav").replaceChildren(h("ul", {}, parts));
}

const report = JSON.parse(document.getElementById("data").textContent);
document.getElementById("top").append(
  h("div", { class: "title" }, h("h1", {}, report.traefiks.length === 1 && report.traefiks[0].name !== "." ? `Traefik report: ${report.traefiks[0].name}` : "Traefik report"),
    report.traefiks.length > 1 && select("Traefik", report.traefiks.map((one, index) => [String(index), one.name]), (value) => show(report, Number(value)), "0"),
    h("p", { class: "dim" }, `for Traefik ${[...new Set(report.traefiks.map((one) => one.target))].join(", ")}${report.against ? `, against ${report.against}` : ""}`)),
  h("nav", { "aria-label": "Parts of this page" }));
document.getElementById("foot").append(h("p", {}, `Made by traefiklint ${report.traefiklint}. This file is complete in itself and sends nothing.`));
show(report, 0);
addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((one) => { one.open = true; }));
