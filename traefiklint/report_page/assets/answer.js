// Who answers a request: the same steps as traefiklint/routing/decide.py and traefiklint/matching/evaluate.py, on the same
// decided table. A condition is true, false, or null where it cannot be told here.

const compiled = new Map();

const LONGEST = 4000;

function fits(expression, text) {
  if (expression === true) return true;
  if (expression === null || expression === undefined || text === null || text.length > LONGEST) return null;
  return compiledOf(expression)?.test(text) ?? null;
}

// The expression, ready to be asked; null where JavaScript does not take it.
function compiledOf(expression) {
  const key = expression.join("/");
  if (!compiled.has(key)) {
    try {
      compiled.set(key, new RegExp(...expression));
    } catch {
      compiled.set(key, null);
    }
  }
  return compiled.get(key);
}

// True where one is, else null where nobody knows of one, else false.
function any(values) {
  let found = false;
  for (const value of values) {
    if (value) return true;
    if (value === null) found = null;
  }
  return found;
}

const not = (value) => (value === null ? null : !value);
const every = (values) => not(any(values.map(not)));

function domainMatches(domain, wanted) {
  if (!wanted.startsWith("*")) return domain === wanted;
  const dot = domain.indexOf(".");
  return wanted === "*" + (dot < 0 ? "" : domain.slice(dot));
}

function hostMatches(host, wanted) {
  if (wanted === "*") return true;
  if (!host) return false;
  return (
    domainMatches(host, wanted) ||
    (wanted.endsWith(".") && domainMatches(host, wanted.slice(0, -1))) ||
    (host.endsWith(".") && domainMatches(host.slice(0, -1), wanted))
  );
}

const sameHost = (host, values) =>
  Boolean(host) &&
  values.map((one) => one.toLowerCase()).some(
    (one) => host === one || (one.endsWith(".") && host === one.slice(0, -1)) || (host.endsWith(".") && host.slice(0, -1) === one),
  );

const byHost = {
  any: (host, value) => hostMatches(host, value.toLowerCase()),
  label: (host, value) => (value === "*" ? Boolean(host) && !host.includes(".") : hostMatches(host, value.toLowerCase())),
  exact: (host, value) => sameHost(host, [value]),
};
const withoutDot = (text) => text.replace(/\.$/, "");
const byServerName = {
  label: (name, value) => value === "*" || (Boolean(name) && domainMatches(name, withoutDot(value).toLowerCase())),
  exact: (name, value) => value === "*" || (Boolean(name) && (name === value || name === withoutDot(value))),
};

const headerOf = ({ headers }, name) => (Object.hasOwn(headers, canonicalHeader(name)) ? headers[canonicalHeader(name)] : []);
const pairs = (values) => values.filter((_, index) => index % 2 === 0).map((name, index) => [name, values[2 * index + 1]]);
const client = (values, { request }) => values.some((value) => contains(value, request.clientIp));
const query = (values, { request }) =>
  (request.parameters.get(bytesOf(values[0])) ?? []).includes(bytesOf(values.length === 2 ? values[1] : ""));
const methods = (values, { request }) => values.some((value) => value.toUpperCase() === request.method);
const templates = (text) => (_, { request }, expressions) => any(expressions.map((one) => fits(one, text(request))));
const hostsV2 = (values, { request }) => sameHost(request.canonicalHost, values);

const MATCHERS = {
  "http v3": {
    Host: ([value], { request, traefik }) => byHost[traefik.host_matching](request.canonicalHost, value),
    HostRegexp: (_, { request }, [expression]) => fits(expression, request.canonicalHost),
    Path: ([value], { request }) => request.path === bytesOf(value),
    PathPrefix: ([value], { request }) => (request.path ?? "").startsWith(bytesOf(value)),
    PathRegexp: (_, { request }, [expression]) => request.path !== null && fits(expression, textOf(request.path)),
    Method: methods,
    Header: ([name, value], { request }) => headerOf(request, name).includes(value),
    HeaderRegexp: ([name], { request }, [expression]) => any(headerOf(request, name).map((value) => fits(expression, value))),
    Query: query,
    QueryRegexp: (values, context, [expression]) =>
      values.length === 1
        ? query(values, context)
        : any((context.request.parameters.get(bytesOf(values[0])) ?? []).map((value) => fits(expression, textOf(value)))),
    ClientIP: client,
  },
  "http v2": {
    Host: hostsV2,
    HostHeader: hostsV2,
    HostRegexp: templates((request) => hostWithoutPort(request.host, false)),
    Path: templates((request) => textOf(request.path ?? "")),
    PathPrefix: templates((request) => textOf(request.path ?? "")),
    Method: methods,
    Headers: (values, { request }) => pairs(values).every(([name, value]) => headerOf(request, name).includes(value)),
    HeadersRegexp: (values, { request }, expressions) =>
      every(pairs(values).map(([name], index) => any(headerOf(request, name).map((value) => fits(expressions[index], value))))),
    Query: (values, { request }, expressions) =>
      every(
        pairs(values.flatMap((value) => (value.includes("=") ? [value.slice(0, value.indexOf("=")), value.slice(value.indexOf("=") + 1)] : [value]))).map(
          ([name], index) => {
            const found = request.parameters.get(bytesOf(name));
            return fits(expressions[index], found ? textOf(`${bytesOf(name)}=${found[0]}`) : "");
          },
        ),
      ),
    ClientIP: client,
  },
  "tcp v3": {
    HostSNI: ([value], { request, traefik }) => byServerName[traefik.sni_matching](request.serverName, value),
    HostSNIRegexp: (_, { request }, [expression]) => fits(expression, request.serverName),
    ClientIP: client,
    ALPN: () => false,
  },
  "tcp v2": {
    HostSNI: (values, { request }) =>
      values[0] === "*" ||
      (Boolean(request.serverName) &&
        values.map((one) => one.toLowerCase()).some((one) => one === "*" || [one, withoutDot(one)].includes(request.serverName))),
    HostSNIRegexp: templates((request) => request.serverName),
    ClientIP: client,
    ALPN: () => false,
  },
};

// Whether a condition holds; `matchers` are those of the router's protocol and syntax.
function holds(condition, matchers, context) {
  const [name, ...rest] = condition;
  if (name === "unknown") return null;
  if (name === "not") return not(holds(rest[0], matchers, context));
  if (name === "and" || name === "or") {
    const wanted = name === "or";
    let found = !wanted;
    for (const operand of rest) {
      const held = holds(operand, matchers, context);
      if (held === wanted) return wanted;
      if (held === null) found = null;
    }
    return found;
  }
  const [values, ...expressions] = rest;
  return matchers[name](values, context, expressions);
}

const matchersOf = (router) => MATCHERS[`${router.protocol} ${router.syntax}`];

// The matchers that fail where all must hold, for saying why a router does not answer.
function failing(router, context) {
  const found = [];
  const waiting = [router.condition];
  while (waiting.length) {
    const condition = waiting.shift();
    if (condition[0] === "and") waiting.unshift(...condition.slice(1));
    else if (holds(condition, matchersOf(router), context) === false) found.push(shownCondition(condition));
  }
  return found;
}

function shownCondition([name, ...rest]) {
  if (name === "unknown") return "…";
  if (name === "not") return `!${shownCondition(rest[0])}`;
  if (name === "and" || name === "or") return `(${rest.map(shownCondition).join(name === "and" ? " && " : " || ")})`;
  return `${name}(${rest[0].map((value) => `\`${value}\``).join(", ")})`;
}

// Those that take a request: of those with one rank each may, and `maybe` are those of which it cannot be told here.
function first(candidates, context) {
  const found = [];
  const maybe = [];
  for (const candidate of candidates) {
    if (found.length && candidate.rank > found[0].rank) break;
    const router = context.traefik.routers[candidate.router];
    const held = holds(router.condition, matchersOf(router), context);
    if (held) found.push(candidate);
    else if (held === null) maybe.push(candidate);
  }
  return { found, maybe };
}

const BROKEN = "";

function optionsFor(entry, name) {
  const names = entry.server_names;
  const has = (wanted) => Object.hasOwn(names, wanted);
  const dot = name.indexOf(".");
  const wanted = name ? [name, `${name}.`, ...(dot >= 0 ? [`*${name.slice(dot)}`, `*${name.slice(dot)}.`] : [])].filter(has) : [];
  if (wanted.length) {
    const longest = Math.max(...wanted.map((one) => one.length));
    return { options: new Set(wanted.filter((one) => one.length === longest).flatMap((one) => names[one])), lone: false };
  }
  return has("*") ? { options: new Set(names["*"]), lone: true } : null;
}

function isMisdirected(entry, request) {
  const { canonicalHost: host, serverName: name } = request;
  if (entry.by_router || host === name) return false;
  const of = (one) => (Object.hasOwn(entry.hosts, one) ? entry.hosts[one] : "");
  return (of(host) || of(host.endsWith(".") ? host.slice(0, -1) : `${host}.`) || "default") !== (of(name) || "default");
}

const isCatchAll = (router) =>
  router.condition[0] === "HostSNI" && router.condition[1].length === 1 && router.condition[1][0] === "*" ||
  (router.condition[0] === "not" && isCatchAll({ condition: router.condition[1] }));

// Which kind of router takes a connection, with its TLS options; or that it is closed, or cannot be told.
function connection(entry, asked, context) {
  const { tcp, tls } = entry.routes;
  const none = new Set();
  if (!asked.secure) {
    const { found, maybe } = first(tcp, context);
    return maybe.length ? { maybe } : { kind: found.length ? "tcp" : "http", options: none };
  }
  const named = Object.keys(entry.server_names).length;
  if (tcp.length && !tls.length && !named) {
    const { found, maybe } = first(tcp, nameless(context));
    if (maybe.length) return { maybe };
    if (found.length) return { kind: "tcp", options: none };
  }
  const claimed = optionsFor(entry, context.request.serverName);
  const secure = (options) =>
    options.size === 1 && options.has(BROKEN)
      ? { closed: "the TLS options for this name cannot be built", options }
      : { kind: "http", options };
  if (claimed && !claimed.lone) return secure(claimed.options);
  const { found, maybe } = first(tls, context);
  if (maybe.length) return { maybe };
  const routers = found.map((one) => context.traefik.routers[one.router]);
  if (found.length && (!claimed || !routers.every(isCatchAll))) return { kind: "tls", options: none };
  return secure(claimed ? claimed.options : new Set([entry.default_broken ? BROKEN : "default"]));
}

const nameless = (context) => ({ ...context, request: { ...context.request, serverName: "", headers: {} } });

// Who answers by one entry point: `ways`, each with its routers from above; or `nobody` and a reason. `maybe` are routers
// whose rules cannot be decided here, and that may come first.
function decide(traefik, entry, asked) {
  const request = requestOf(asked, entry);
  const context = { traefik, request };
  const end = (nobody, reason = "", more = {}) => ({ entry, asked, request, ways: [], maybe: [], nobody, reason, ...more });
  const got = (ways, maybe = []) => ({ entry, asked, request, ways, maybe, nobody: "", reason: "" });
  if (asked.scheme === "udp") {
    const [candidate] = entry.routes.udp;
    return candidate ? got([{ routers: [candidate.router], steps: [], kind: "stream" }]) : end("closed", "no UDP router is on this entry point");
  }
  const taken = connection(entry, asked, context);
  if (taken.maybe) return end("", "", { maybe: taken.maybe });
  if (taken.closed) return end("closed", taken.closed);
  if (taken.kind !== "http") {
    const plain = taken.kind === "tcp" && request.scheme === "https" ? nameless(context) : context;
    return got(first(entry.routes[taken.kind], plain).found.map((one) => streamWay(traefik, one)));
  }
  if (!asked.isHttp) return end("closed", "HTTP takes the connection, because no TCP router matches");
  if (entry.underscores === "reject" && Object.keys(asked.headers).some((name) => name.includes("_")))
    return end("400", "the entry point refuses headers with an underscore");
  if (request.escaped === null) return end("400", "its path is not valid");
  if (asked.secure && isMisdirected(entry, request)) return end("421", "the host has other TLS options than the server name");
  const { found, maybe } = first(entry.routes[asked.secure ? "https" : "http"], context);
  if (!found.length && !maybe.length) return end("404");
  return got(found.flatMap((one) => [...waysThrough(entry, one, taken.options, context, asked)]), maybe);
}

function streamWay(traefik, candidate) {
  const steps = traefik.routers[candidate.router].middlewares;
  return { routers: [candidate.router], steps, kind: candidate.closes ? "closed" : "stream" };
}

// The ways through an HTTP router that takes a request, and through those below it.
function* waysThrough(entry, candidate, options, context, asked) {
  const { request, traefik } = context;
  const start = { routers: [candidate.router], steps: [] };
  if (entry.by_router && asked.secure) {
    if (!options.has(candidate.options)) {
      yield { ...start, kind: "refusal", status: 421, reason: `this server name gets other TLS options than ${candidate.options}` };
      return;
    }
    if ([...options].filter((one) => one !== BROKEN).length > 1)
      yield { ...start, kind: "refusal", status: 421, reason: "several routers want different TLS options for this name" };
  }
  if ((request.escaped.match(/%../g) ?? []).some((escape) => entry.refused_escapes.includes(escape))) {
    yield { ...start, kind: "refusal", status: 400, reason: "the entry point refuses an escape in its path" };
    return;
  }
  const own = candidate.redirect ? [{ name: "the router itself", kind: "redirectScheme", via: "", redirect: candidate.redirect }] : [];
  const waiting = [{ router: candidate.router, above: [], steps: [], more: [...candidate.before, ...own] }];
  while (waiting.length) {
    const here = waiting.pop();
    const router = traefik.routers[here.router];
    const routers = [...here.above, here.router];
    const passed = through([...here.more, ...router.middlewares], here.steps, request, asked);
    const way = { routers, steps: passed.steps, unsure: passed.unsure };
    if (passed.redirect) yield { ...way, kind: "redirect", ...passed.redirect };
    else if (!router.children) yield { ...way, kind: "forward" };
    else if (passed.steps.some((step) => !step.passes))
      yield { ...way, kind: "unsure", reason: "its middlewares decide what the routers below it see" };
    else {
      const { found, maybe } = first(router.children, context);
      for (const child of [...found, ...maybe].reverse()) waiting.push({ router: child.router, above: routers, steps: passed.steps, more: [] });
      if (maybe.length) yield { ...way, kind: "unsure", reason: "the rules of routers below it cannot be decided here" };
      else if (!found.length) yield { ...way, kind: "not found", status: 404, reason: "no router below it matches" };
    }
  }
}

const CHANGES_THE_PATH = /^(addPrefix|stripPrefix|stripPrefixRegex|replacePath|replacePathRegex)$/;
const MAY_CHANGE_THE_HOST = /^(headers|plugin|)$/;

// Through middlewares up to one that surely redirects.
function through(list, before, request, asked) {
  const steps = [...before];
  const passed = (test) => steps.some((step) => !step.passes && test.test(step.kind));
  for (const step of list) {
    const isMoved = passed(CHANGES_THE_PATH);
    const led = step.redirect ? redirected(step.redirect, request, asked)
      : step.rewrite && !isMoved && !passed(MAY_CHANGE_THE_HOST) ? rewritten(step.rewrite, request, asked) : null;
    const unsure = steps.some((one) => !one.passes);
    steps.push(led ? { ...step, passes: led.same } : step);
    if (!led || led.same) continue;
    const { permanent, scheme } = step.redirect ?? step.rewrite;
    const get = request.method === "GET";
    const status = permanent ? (get ? 301 : 308) : get ? 302 : 307;
    return { steps, unsure, redirect: { status, location: isMoved ? "" : led.location, scheme } };
  }
  return { steps, unsure: steps.some((step) => !step.passes) };
}

const uriOf = (request, asked) => (request.escaped || "/") + (request.query || asked.bareQuery ? `?${request.query}` : "");

// An address with every match of an expression replaced; null where nothing matches, undefined where it cannot be told here.
function replaced({ expression, pieces }, old) {
  const found = compiledOf(expression);
  if (!found || old.length > LONGEST || /[^\x00-\x7e]/.test(old)) return undefined;
  let text = "";
  let end = 0;
  let last = -1;
  for (const match of old.matchAll(new RegExp(found.source, `${found.flags}g`))) {
    const stop = match.index + match[0].length;
    if (match.index === stop && stop === last) continue; // Go takes no empty match right behind another one
    text += old.slice(end, match.index) + pieces.map((piece) => (typeof piece === "number" ? (match[piece] ?? "") : piece)).join("");
    end = last = stop;
  }
  return last < 0 ? null : text + old.slice(end);
}

const ADDRESS = /^(?:https?:\/\/[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?][\x21-\x7e]*)?|\/(?!\/)[\x21-\x7e]*)$/;

// Where a redirect by an expression leads, and whether the request stays; null where it cannot be told here.
function rewritten(rewrite, request, asked) {
  const old = `${asked.secure ? "https" : "http"}://${request.host}${uriOf(request, asked)}`;
  const location = replaced(rewrite, old);
  if (location === null || location === old) return { same: true };
  return location !== undefined && ADDRESS.test(location) && !isBroken(location) ? { location, same: false } : null;
}

const USUAL = { http: "80", https: "443" };

// Where a redirect to another scheme leads, and whether the request is there already.
function redirected({ scheme, port }, request, asked) {
  let from = request.scheme;
  const proto = (request.headers["X-Forwarded-Proto"]?.[0] ?? "").toLowerCase();
  if (["http", "ws", "https", "wss"].includes(proto)) from = proto === "https" || proto === "wss" ? "https" : "http";
  const host = hostWithoutPort(request.host, false);
  let typed = request.host.startsWith(host) ? request.host.slice(host.length) : request.host.slice(request.host.lastIndexOf(":"));
  if (typed === `:${USUAL[from]}`) typed = "";
  const old = `${from}://${host}${typed}${uriOf(request, asked)}`;
  const parts = /^(https?:\/\/)?(\[[\w:.]+\]|[\w._-]+)?(:\d+)?([^]*)$/.exec(old);
  const location = `${scheme}://${parts[2] ?? ""}${port && USUAL[scheme] !== port ? `:${port}` : ""}${parts[4]}`;
  return { location, same: location === old };
}

const MOST_REDIRECTS = 10;

// An address as people say it, without a scheme: https, unless this Traefik serves it plainly only.
function completed(typed, more, entries) {
  if (hasScheme(typed)) return typed;
  const address = (scheme) => `${scheme}://${typed}`;
  const served = ["https", "http"].find((scheme) => {
    try {
      return chooseEntry(readRequest(address(scheme), more), entries).routes[scheme].length;
    } catch {
      return false;
    }
  });
  return address(served ?? "https");
}

// Who answers a request, and those that it is redirected to.
function follow(traefik, typed, more) {
  const asked = readRequest(completed(typed, more, traefik.entry_points), more);
  const answers = [decide(traefik, chooseEntry(asked, traefik.entry_points), asked)];
  const seen = new Set([urlOf(asked)]);
  while (answers.length <= MOST_REDIRECTS) {
    const last = answers.at(-1);
    const locations = new Set(last.ways.map((way) => (way.kind === "redirect" && !way.unsure ? way.location : "")));
    const [led] = locations;
    if (last.maybe.length || locations.size !== 1 || !led) return { answers, end: "" };
    const location = led.startsWith("/") ? `${last.asked.scheme}://${last.asked.host}${led}` : led;
    if (seen.has(location)) return { answers, end: `redirects go round in a circle: back to ${location}`, loops: true };
    seen.add(location);
    try {
      const next = readRequest(location, { method: last.asked.method, clientIp: last.asked.clientIp });
      const headers = next.host === last.asked.host ? last.asked.headers : withoutHeaders(last.asked.headers, (name) => ["Authorization", "Cookie"].includes(name));
      next.headers = { ...headers, ...next.headers };
      answers.push(decide(traefik, chooseEntry(next, traefik.entry_points), next));
    } catch (error) {
      return { answers, end: `${location} leaves this Traefik: ${error.message}` };
    }
  }
  return { answers, end: `more than ${MOST_REDIRECTS} redirects, at which browsers give up`, loops: true };
}
