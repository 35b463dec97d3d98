// The parts of the page, each made of one Traefik's data.

// A sentence in which what stands in back-ticks is code; in that a rule may have values in back-ticks of its own.
const CODE = /(``+[^`](?:.*?[^`])?``+(?!`)|`(?:[^`]|(?<=[(,] ?)`[^`]*`(?= ?[),]))+`)/;
const rich = (text) => text.split(CODE).map((part, index) => (index % 2 ? code(part.startsWith("``") ? part.replace(/^`+|`+$/g, "") : part.slice(1, -1)) : part));

function verdict(traefik) {
  const { summary } = traefik;
  if (traefik.refused.length)
    return ["error", "Traefik refuses these files. It goes on serving what it had before, and after a restart nothing of them."];
  const lost = summary.routers - summary.served - summary.unknown;
  if (!summary.routers) return ["warning", "There is no router in these files."];
  if (summary.unknown && !lost) return ["warning", `${summary.served.toLocaleString("en")} of ${counted(summary.routers, "router")} are served; of the others nobody can tell from these files, because variables in their rules have no value here.`];
  if (!lost && !summary.error) return ["ok", summary.routers === 1 ? "The one router is served." : `All ${counted(summary.routers, "router")} are served.`];
  if (!lost) return ["warning", `All ${counted(summary.routers, "router")} are served, but something in the files is wrong.`];
  const open = summary.unknown ? ` Of ${summary.unknown.toLocaleString("en")} nobody can tell from these files, because variables in their rules have no value here.` : "";
  return [summary.disabled ? "error" : "warning", `${summary.served.toLocaleString("en")} of ${counted(summary.routers, "router")} are served.${open}`];
}

function summaryView(traefik) {
  const { summary } = traefik;
  const [kind, sentence] = verdict(traefik);
  const placed = (one) => `${one.file}:${one.line} ${one.message}`;
  const named = new Set(worst(traefik).slice(0, MOST_NAMED).map(placed)); // just below: not twice
  const tile = (number, what, mood, target) =>
    h("li", { class: number ? mood : "" }, h("a", { href: target }, h("strong", {}, number.toLocaleString("en")), h("span", {}, what)));
  return section("summary", "Is everything served?",
    h("p", { class: `verdict ${kind}` }, sentence),
    traefik.refused.filter((one) => !named.has(placed(one))).map((one) => h("p", { class: "note error" }, place(one.file, one.line), " ", rich(one.message))),
    h("ul", { class: "tiles" },
      tile(summary.served, `${summary.served === 1 ? "router" : "routers"} ${traefik.refused.length ? "that would be served" : "served"}`, traefik.refused.length ? "warning" : "ok", "#routes"),
      tile(summary.disabled, "disabled", "error", "#idle"),
      tile(summary.hidden, "never reached", "warning", "#idle"),
      summary.unknown > 0 && tile(summary.unknown, "not known", "warning", "#routes"),
      tile(summary.error, summary.error === 1 ? "error" : "errors", "error", "#findings"),
      tile(summary.warning, summary.warning === 1 ? "warning" : "warnings", "warning", "#findings"),
      tile(traefik.idle.length, "unused or unreached", "dim", "#idle")),
    worstView(traefik),
    h("ul", { class: "read" }, traefik.read.map((line) => h("li", {}, rich(line)))));
}

const MOST_NAMED = 5;

const worst = (traefik) => traefik.findings.filter((one) => one.severity === "error");

// The errors at a glance, each leading to its finding.
function worstView(traefik) {
  const errors = worst(traefik);
  if (!errors.length) return null;
  return h("ol", { class: "worst" }, errors.slice(0, MOST_NAMED).map((one, index) => h("li", {}, h("a", { href: `#finding-${index}` }, place(one.file, one.line)), " ", rich(one.message),
    one.alike > 0 && h("span", { class: "dim" }, ` and ${counted(one.alike, "more place")}`))),
    errors.length > MOST_NAMED && h("li", { class: "dim" }, `and ${counted(errors.length - MOST_NAMED, "more error")}`));
}

// A request's way in a line: entry point, router, middlewares, service, servers.
function flow(traefik, router, { entry, steps = router.middlewares, stops } = {}) {
  const box = (kind, name, ...more) => h("li", { class: kind }, h("span", { class: "kind" }, kind), h("span", { class: "name" }, name), more);
  const services = router.backends.filter((one) => one.depth === 0);
  return h("ol", { class: "flow" },
    box("entry point", entry ?? (router.entry_points.join(", ") || "none")),
    box("router", router.name, place(router.file, router.line)),
    steps.map((step) => box("middleware", step.name, h("span", { class: "dim" }, step.kind || "of another provider"))),
    !stops && services.map((one) => box("service", one.name, place(one.file, one.line), h("span", { class: "dim" }, one.note))),
    !stops && servers(router).length > 0 && h("li", { class: "servers" }, h("span", { class: "kind" }, "servers"), listed(servers(router), 6)));
}

function servers(router) {
  return router.backends.flatMap((one) => one.servers.map((server) => [code(server.address),
    one.depth > 0 ? h("span", { class: "dim" }, ` ${one.name}${one.share ? `, ${one.share}` : ""}`) : null,
    server.share ? h("span", { class: "dim" }, ` ${server.share}`) : null,
    server.fault ? h("span", { class: "error" }, ` ${server.fault}`) : null]));
}

// What there is to say about where a visitor gets to.
function outcomeOf(traefik, answer, way) {
  const router = traefik.routers[way.routers.at(-1)];
  const doubts = way.steps.filter((step) => !step.passes && !step.redirect && !(way.kind === "redirect" && step === way.steps.at(-1))).map((step) => step.name);
  const unless = doubts.length ? `, if ${doubts.join(", ")} ${doubts.length > 1 ? "let" : "lets"} it pass` : "";
  if (way.kind === "redirect") return ["redirect", [`${way.status}: redirects to `, way.location ? code(way.location) : `${way.scheme}, on a path that middlewares change`, unless]];
  if (way.kind === "refusal" || way.kind === "not found") return ["error", `${way.status}: ${way.reason}`];
  if (way.kind === "closed") return ["error", "the connection is closed: its TLS options cannot be built"];
  if (way.kind === "unsure") return ["warning", way.reason];
  const target = router.service || "nothing";
  return ["ok", (way.kind === "stream" ? `goes on to ${target}` : `served by ${target}`) + unless];
}

const NOBODY = { 400: "400 Bad Request", 404: "404 Not Found", 421: "421 Misdirected Request", closed: "the connection is closed" };

function answerView(traefik, answer) {
  const { entry, asked } = answer;
  const names = answer.ways.map((way) => traefik.routers[way.routers.at(-1)].name);
  const tie = new Set(answer.ways.map((way) => way.routers[0])).size > 1;
  const maybe = answer.maybe.map((one) => traefik.routers[one.router]);
  const open = openView(traefik, answer);
  return h("article", { class: "answer" },
    h("h3", {}, code(`${asked.isHttp ? `${asked.method} ` : ""}${urlOf(asked)}`)),
    h("p", { class: "dim" }, `comes in by entry point ${entry.name}${asked.secure ? " with TLS" : ""}${entry.assumed ? ", which only the files mention" : ""}`),
    maybe.length > 0 && h("div", { class: "note warning" },
      h("p", {}, h("strong", {}, "Not decided here. "), "A condition of these routers cannot be told in a page (a regular expression of Go, or something secret); if one matches, it comes first. ", code("traefiklint route"), " says so."),
      h("ul", {}, maybe.map((router) => h("li", {}, h("strong", {}, router.name), " ", code(router.rule))))),
    tie && h("p", { class: "note warning" }, `${[...new Set(names)].join(" or ")}: of equal priority, so chance decides anew with every reload.`),
    !answer.ways.length && !maybe.length && h("p", { class: open ? "verdict warning" : "verdict error" }, `Nobody${open ? ", as far as the files tell" : ""}: ${NOBODY[answer.nobody]}${answer.reason ? `; ${answer.reason}` : ""}.`),
    open,
    answer.ways.map((way) => {
      const router = traefik.routers[way.routers.at(-1)];
      const [kind, text] = outcomeOf(traefik, answer, way);
      return h("div", { class: "way" },
        h("p", { class: `verdict ${kind}` }, h("strong", {}, router.name), " ", text),
        h("p", {}, code(router.rule), h("span", { class: "dim" }, ` priority ${priority(router)}`), " ", place(router.file, router.line)),
        flow(traefik, router, { entry: entry.name, steps: way.steps, stops: way.kind === "redirect" || way.kind === "refusal" }));
    }),
    othersView(traefik, answer));
}

const priority = (router) => (router.priority > 1e15 ? "highest" : `${router.priority.toLocaleString("en")}${router.given_priority ? "" : " (the length of its rule)"}`);

// Whether a host may be what a text with variables in it comes to.
const mayBe = (host, text) => new RegExp(`^${text.toLowerCase().split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&")).join(".*")}$`).test(host);

const MOST_OPEN = 8;

// The routers that may answer as well, as nobody knows what variables in their rules come to.
function openView(traefik, { entry, asked, request }) {
  const open = traefik.routers.filter((one) => one.state === "unknown" && one.tls === asked.secure && one.entry_points.includes(entry.name) &&
    (!one.hosts.length || one.hosts.some((host) => mayBe(request.canonicalHost, host))));
  if (!open.length) return null;
  const isNear = (one) => request.canonicalHost.includes(shortName(one).toLowerCase()) || one.hosts.some((host) => host.replace(/\$\{[^}]*\}/g, "").length > 1);
  const first = [...open.filter(isNear), ...open.filter((one) => !isNear(one))];
  return h("div", { class: "note warning" },
    h("p", {}, h("strong", {}, "May be another one. "), "Variables in these rules have no value here, so it is not known which hosts they take:"),
    h("ul", {}, first.slice(0, MOST_OPEN).map((one) => h("li", {}, h("strong", {}, one.name), " ", code(one.rule), " ", place(one.file, one.line))),
      open.length > MOST_OPEN && h("li", { class: "dim" }, `and ${open.length - MOST_OPEN} more`)));
}

// Why the other routers for this host do not answer.
function othersView(traefik, answer) {
  const { asked, request } = answer;
  const taken = new Set([...answer.ways.flatMap((way) => way.routers), ...answer.maybe.map((one) => one.router)]);
  const context = { traefik, request };
  const found = [];
  for (const [index, router] of traefik.routers.entries()) {
    if (taken.has(index) || router.state === "own" || router.protocol === "udp" || router.parents.length) continue;
    if (!router.hosts.some((host) => hostMatches(request.canonicalHost, host.toLowerCase()))) continue;
    const failed = failing(router, context);
    const here = router.entry_points.includes(answer.entry.name);
    const why = router.state === "disabled" ? `Traefik disables it: ${router.why}`
      : failed.length ? `${failed.join(", ")} ${failed.length > 1 ? "do" : "does"} not match`
      : !here ? `it is on ${router.entry_points.join(", ") || "no entry point"}`
      : router.tls !== asked.secure ? `it serves ${router.tls ? "TLS" : "plain"} connections only`
      : `its priority ${priority(router)} is lower`;
    found.push(h("li", {}, h("strong", {}, router.name), " ", rich(why), " ", place(router.file, router.line)));
  }
  if (!found.length) return null;
  return h("details", { open: found.length < 6 || !answer.ways.length }, h("summary", {}, `Why not the others for this host (${found.length})`), h("ul", {}, found.slice(0, 40)));
}

function askView(traefik) {
  const result = h("div", { class: "result", "aria-live": "polite" });
  const url = h("input", { type: "text", id: "url", inputmode: "url", autocomplete: "off", spellcheck: "false", maxlength: "2000", placeholder: "https://shop.example.com/api", list: "hosts", "aria-describedby": "ask-hint" });
  const method = h("input", { type: "text", value: "GET", autocomplete: "off", spellcheck: "false", size: "8" });
  const headers = h("textarea", { rows: "2", spellcheck: "false", placeholder: "X-Beta: 1" });
  const client = h("input", { type: "text", autocomplete: "off", spellcheck: "false", placeholder: "203.0.113.7" });
  const name = h("input", { type: "text", autocomplete: "off", spellcheck: "false", placeholder: "the host" });
  const entry = h("select", {}, h("option", { value: "" }, "by its port"), traefik.entry_points.map((one) => h("option", { value: one.name }, one.name)));
  const ask = (event) => {
    event?.preventDefault();
    if (!url.value.trim()) return;
    if (document.activeElement === url) url.select(); // the next address takes its place
    try {
      const journey = follow(traefik, url.value.trim(), { method: method.value.trim(), headers: headers.value, clientIp: client.value.trim(), serverName: name.value.trim() || null, entryPoint: entry.value });
      result.replaceChildren(...journey.answers.flatMap((answer, index) => [index ? h("p", { class: "dim" }, "which the visitor follows to") : null, answerView(traefik, answer)]).filter(Boolean),
        ...(journey.end ? [h("p", { class: journey.loops ? "note error" : "note" }, journey.end)] : []));
    } catch (error) {
      result.replaceChildren(h("p", { class: "note error" }, error.message));
    }
  };
  const known = [...new Set(traefik.routers.flatMap((router) => router.hosts.filter((host) => !/[~*]/.test(host)).map((host) => `${router.tls ? "https" : "http"}://${host}${(router.paths[0] ?? "/").replace("…", "").replace(/^~.*/, "/")}`)))].slice(0, 500);
  return section("ask", "Who answers this?",
    h("form", { class: "ask", onsubmit: ask },
      h("label", { class: "wide" }, h("span", {}, "URL"), url), h("button", { type: "submit" }, "Who answers?"),
      h("p", { id: "ask-hint", class: "dim" }, "Worked out in this page, from the rules as Traefik reads them; nothing is sent. It may begin with http, https, ws, wss, tcp, tls or udp."),
      h("details", {}, h("summary", {}, "Method, client, server name, entry point, headers"),
        h("div", { class: "controls" }, h("label", {}, h("span", {}, "Method"), method), h("label", {}, h("span", {}, "Client address"), client), h("label", {}, h("span", {}, "Server name of TLS"), name),
          h("label", {}, h("span", {}, "Entry point"), entry), h("label", { class: "wide" }, h("span", {}, "Headers, one a line"), headers)))),
    h("datalist", { id: "hosts" }, known.map((value) => h("option", { value }))),
    result);
}

const shortName = (router) => router.name.slice(0, -router.provider.length - 1);
const entryLabel = (router, folded) => [router.entry_points.map((name) => h("div", {}, name)),
  folded && h("div", { class: "dim" }, `${folded.entry_points.join(", ")} → https`)];
const toHttps = (router) => router.middlewares.some((step) => step.redirect?.scheme === "https");

// The routers that only send plain requests to the https router beside them, by that router.
function foldedRedirects(traefik) {
  const key = (router) => JSON.stringify([router.hosts.slice().sort(), router.paths.slice().sort()]);
  const secure = new Map(traefik.routers.filter((one) => one.tls && one.hosts.length).map((one) => [key(one), one]));
  const redirects = traefik.routers.filter((one) => !one.tls && one.state === "served" && toHttps(one));
  return new Map(redirects.map((one) => [secure.get(key(one)), one]).filter(([above]) => above));
}

function routeDetail(traefik, router) {
  const findings = traefik.findings.filter((one) => one.object === router.object || one.disables.includes(router.object));
  return h("div", { class: "detail-body" },
    router.why && h("p", { class: `note ${STATES[router.state][0]}` }, rich(router.why)),
    h("p", {}, code(router.rule || "no rule"), h("span", { class: "dim" }, ` priority ${priority(router)}${router.syntax === "v2" ? ", syntax v2" : ""}${router.parents.length ? `, below ${router.parents.join(", ")}` : ""}`)),
    flow(traefik, router),
    router.backends.length > 1 && h("ul", { class: "parts" }, router.backends.map((one) => h("li", { class: `depth-${Math.min(one.depth, 6)}` }, h("strong", {}, one.name), ` ${one.kind}`, one.share ? `, ${one.share}` : "", one.note ? h("span", { class: "dim" }, `: ${one.note}`) : null))),
    findings.length > 0 && h("ul", {}, findings.map((one) => h("li", {}, badge(one.severity, one.rule), " ", rich(one.message), " ", place(one.file, one.line)))));
}

function routesView(traefik) {
  const own = (router) => router.state === "own";
  const folded = foldedRedirects(traefik);
  const isFolded = new Set(folded.values());
  const columns = [
    { title: "Host", key: (row) => row.hosts.join(" ") || "\uffff", cell: (row) => (row.hosts.length ? listed(row.hosts.map((host) => code(host, { class: "host" }))) : h("span", { class: "dim" }, "any")) },
    { title: "Path", key: (row) => row.paths.join(" "), cell: (row) => (row.paths.length ? listed(row.paths.map((path) => code(path))) : h("span", { class: "dim" }, "any")) },
    { title: "Entry points", key: (row) => row.entry_points.join(" "), cell: (row) => (row.parents.length ? h("span", { class: "dim" }, `below ${row.parents.join(", ")}`) : entryLabel(row, folded.get(row))) },
    { title: "TLS", key: (row) => (row.tls ? row.resolver || "~" : ""), cell: (row) => (row.tls ? [h("div", {}, row.passthrough ? "passes through" : row.resolver || "yes"), row.options !== "default" && h("div", { class: "dim" }, row.options)] : h("span", { class: "dim" }, "no")) },
    { title: "Middlewares", key: (row) => row.middlewares.map((step) => step.name).join(" "), cell: (row) => (toHttps(row) ? [badge("redirect", "→ https"), listed(row.middlewares.filter((step) => !step.redirect).map((step) => parted(step.name)))] : listed(row.middlewares.map((step) => parted(step.name)))) },
    { title: "Service and servers", key: (row) => row.service, cell: (row) => [h("div", {}, row.children ? h("span", { class: "dim" }, `${counted(row.children.length, "router")} below it`) : parted(row.service)), listed(servers(row), 2)] },
    { title: "Router", key: (row) => `${row.name} ${row.file}`, cell: (row) => [h("div", {}, parted(shortName(row)), " ", h("span", { class: `provider ${row.provider}` }, row.provider)), place(row.file, row.line)] },
    { title: "State", key: (row) => Object.keys(STATES).indexOf(row.state), cell: (row) => state(row.state) },
  ];
  const routes = table("Routes", columns, traefik.routers, {
    noun: "router",
    aside: own,
    sortedBy: 0,
    detail: (row) => routeDetail(traefik, row),
    text: (row) => [row.name, row.rule, row.service, row.file, row.resolver, row.provider, STATES[row.state][1], ...row.entry_points, ...row.middlewares.map((step) => step.name), ...row.backends.flatMap((one) => [one.name, ...one.servers.map((server) => server.address)])].join(" "),
  });
  const chosen = { host: "", provider: "", point: "", state: "", unfolded: !isFolded.size };
  const filter = () => routes.filter((row) =>
    (!chosen.host || row.hosts.some((host) => host.toLowerCase().includes(chosen.host))) &&
    (!chosen.provider || row.provider === chosen.provider) &&
    (!chosen.point || row.entry_points.includes(chosen.point)) &&
    (!chosen.state || row.state === chosen.state) &&
    (chosen.unfolded || !isFolded.has(row)) &&
    (chosen.state === "own" || chosen.provider === "internal" || !own(row)));
  const set = (name) => (value) => { chosen[name] = name === "host" ? value.trim().toLowerCase() : value; filter(); };
  const some = (values, text = (value) => value) => [["", "all"], ...[...new Set(values)].sort().map((value) => [value, text(value)])];
  filter();
  return section("routes", "Routes",
    h("div", { class: "controls" },
      search("Search", "name, rule, service, server, file …", routes.search),
      search("Host", "part of a host", set("host"), { list: "only-hosts" }),
      select("Provider", some(traefik.routers.map((row) => row.provider)), set("provider")),
      select("Entry point", some(traefik.entry_points.map((one) => one.name)), set("point")),
      select("State", some(traefik.routers.map((row) => row.state), (value) => STATES[value][1]), set("state")),
      isFolded.size > 0 && h("label", { class: "check" }, h("input", { type: "checkbox", checked: true, onchange: (event) => set("unfolded")(!event.target.checked) }), h("span", {}, `Fold ${counted(isFolded.size, "redirect")} to https`))),
    h("datalist", { id: "only-hosts" }, [...new Set(traefik.routers.flatMap((row) => row.hosts))].slice(0, 500).map((value) => h("option", { value }))),
    routes.element);
}

function sourceView(file, line, [text, mark], kind) {
  if (!text && !mark) return place(file, line);
  return [place(file, line), h("pre", { class: "source", tabindex: "0" }, `${text}\n`, h("span", { class: `mark ${kind}`, "aria-hidden": "true" }, mark))];
}

function findingView(finding, index) {
  const { fix } = finding;
  const kinds = { "+": "added", "-": "removed" };
  return h("article", { class: `finding ${finding.severity}`, id: `finding-${index}` },
    h("h3", {}, badge(finding.severity, finding.severity), " ", h("span", {}, rich(finding.message)), finding.fresh && [" ", badge("new", "new")]),
    sourceView(finding.file, finding.line, finding.source, finding.severity),
    h("dl", {}, finding.said.map(([word, text]) => [h("dt", {}, word), h("dd", {}, rich(text))]),
      finding.also.length > 0 && [h("dt", {}, "also"), h("dd", {}, finding.also.join(", "))],
      h("dt", {}, "rule"), h("dd", {}, /^https?:\/\//.test(finding.url) ? h("a", { href: finding.url, rel: "noreferrer" }, finding.rule) : code(finding.rule))),
    finding.related.map((one) => h("div", { class: "related" }, h("p", {}, rich(one.message)), sourceView(one.file, one.line, one.source, "info"))),
    fix && h("details", { class: "fix" }, h("summary", {}, "Fix: ", rich(fix.title), `${fix.safe ? "" : " (changes what Traefik does)"}`),
      fix.diffs.map((diff) => h("div", {}, place(diff.file), h("pre", { class: "diff", tabindex: "0" }, diff.lines.map((line) => h("span", { class: kinds[line[0]] ?? "" }, `${line}\n`))))),
      !fix.diffs.length && h("p", { class: "dim" }, "It cannot be shown, as it holds a secret.")));
}

function findingsView(traefik, compares) {
  if (!traefik.findings.length) return section("findings", "What is wrong?", h("p", { class: "verdict ok" }, "Nothing was found."));
  const list = h("div", { class: "findings" });
  const more = moreButton();
  const count = h("p", { class: "count", role: "status" });
  const numbers = new Map(traefik.findings.map((one, index) => [one, index]));
  const show = stretched(list, more, (one) => findingView(one, numbers.get(one)), "finding");
  const texts = new Map(traefik.findings.map((one) => [one, [one.rule, one.category, one.message, one.file, one.object].join(" ").toLowerCase()]));
  const chosen = { severity: "", words: [] };
  const refresh = () => {
    const found = traefik.findings.filter((one) => (!chosen.severity || (chosen.severity === "new" ? one.fresh : one.severity === chosen.severity)) && hasAll(texts.get(one), chosen.words));
    count.textContent = found.length === traefik.findings.length ? counted(found.length, "different finding") : `${found.length} of ${counted(traefik.findings.length, "different finding")}`;
    show(found);
  };
  refresh();
  const levels = [["", "all"], ["error", "errors"], ["warning", "warnings"], ["info", "notes"], ...(compares ? [["new", "new ones"]] : [])];
  return section("findings", "What is wrong?",
    h("div", { class: "controls" }, search("Search", "rule, words, file …", (typed) => { chosen.words = words(typed); refresh(); }),
      select("Severity", levels, (value) => { chosen.severity = value; refresh(); })),
    count, list, more);
}

function idleView(traefik) {
  if (!traefik.idle.length) return section("idle", "Unused and unreached", h("p", {}, "Everything in the files is used by a router that gets requests."));
  const rows = table("Unused and unreached objects", [
    { title: "Object", key: (row) => row.name, cell: (row) => h("strong", {}, parted(row.name)) },
    { title: "Kind", key: (row) => row.kind, cell: (row) => h("span", { class: "short" }, row.kind) },
    { title: "Why", key: (row) => row.why, cell: (row) => rich(row.why) },
    { title: "Where", key: (row) => `${row.file} ${String(row.line).padStart(7)}`, cell: (row) => place(row.file, row.line) },
  ], traefik.idle, { noun: "object", text: (row) => [row.name, row.kind, row.why, row.file].join(" ") });
  return section("idle", "Unused and unreached", rows.element);
}

function certificatesView(traefik) {
  const { certificates: hosts, files_with_certificates: files } = traefik;
  if (!hosts.length && !files.length) return section("certificates", "Certificates", h("p", {}, "No router serves TLS for a host that it names."));
  const rows = table("Certificates by host", [
    { title: "Host", key: (row) => row.host, cell: (row) => code(row.host) },
    { title: "Certificate", key: (row) => row.source, cell: (row) => [row.source, row.challenge ? h("span", { class: "dim" }, `, by the ${row.challenge}`) : null] },
    { title: "TLS options", key: (row) => row.options, cell: (row) => row.options },
    { title: "Entry points", key: (row) => row.entry_points.join(" "), cell: (row) => listed(row.entry_points) },
    { title: "Routers", key: (row) => row.routers.join(" "), cell: (row) => listed(row.routers.map((name) => parted(name))) },
  ], hosts, { noun: "host", text: (row) => [row.host, row.source, ...row.routers].join(" ") });
  return section("certificates", "Certificates", hosts.length > 0 && rows.element,
    files.length > 0 && h("details", {}, h("summary", {}, counted(files.length, "certificate") + " in the files"), h("ul", {}, files.map((one) => h("li", {}, `${one.what}: `, code(one.certificate), " ", place(one.file, one.line))))));
}

const CHANGES = { appears: ["ok", "appears"], disappears: ["error", "disappears"], changes: ["warning", "changes"] };

function changesView(traefik, { against, as_now: asNow }) {
  const { changes } = traefik;
  if (!changes) return null;
  const fresh = traefik.findings.filter((one) => one.fresh);
  const group = (one) => h("li", {}, badge(...CHANGES[one.kind]), " ", code(one.request),
    one.more.length > 0 && h("span", { class: "dim" }, ` and ${counted(one.more.length, "request")} like it`),
    h("div", { class: "arrow" }, one.before, " → ", h("strong", {}, one.after), one.kind !== "disappears" && h("span", { class: "dim" }, ` (${one.result})`)),
    one.kind === "changes" && one.details.length > 0 && h("ul", {}, one.details.map((detail) => h("li", {}, rich(detail)))));
  const router = (one) => h("li", {}, badge(...CHANGES[one.kind]), " ", h("strong", {}, one.name), " ", one.hosts.map((host) => [code(host), " "]), one.paths.map((path) => [code(path), " "]),
    one.details.length > 0 && h("ul", {}, one.details.map((detail) => h("li", {}, `${detail.what}: `, code(detail.before || "nothing"), " → ", code(detail.after || "nothing")))));
  return section("changes", `What changes since ${against}?`,
    changes.refused.before && h("p", { class: "note warning" }, `Before, Traefik refused the files: ${changes.refused.before}`),
    changes.refused.after && h("p", { class: "note error" }, `Now Traefik refuses the files: ${changes.refused.after}`),
    asNow.length > 0 && h("p", { class: "note" }, "Git does not keep ", asNow.map((one, index) => [index ? ", " : "", code(one)]), `: what was before is read with ${asNow.length > 1 ? "them" : "it"} as ${asNow.length > 1 ? "they are" : "it is"} now.`),
    h("h3", {}, "For visitors"),
    changes.groups.length ? h("ul", { class: "changes" }, changes.groups.map(group)) : h("p", {}, `Nothing (${counted(changes.requests, "request")} made from the rules of both sides come to the same).`),
    h("h3", {}, "Routers"),
    changes.routers.length ? h("ul", { class: "changes" }, changes.routers.map(router)) : h("p", {}, "No router appears, disappears or changes."),
    h("h3", {}, "Findings"),
    fresh.length || changes.findings_gone.length
      ? h("ul", { class: "changes" }, fresh.map((one) => h("li", {}, badge(one.severity, "new"), " ", rich(one.message), " ", place(one.file, one.line))),
          changes.findings_gone.map((one) => h("li", {}, badge("ok", "gone"), " ", rich(one.message), " ", place(one.file))))
      : h("p", {}, "The same as before."));
}
