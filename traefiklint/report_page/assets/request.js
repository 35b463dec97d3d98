// From what somebody types to a request as rules see it: the same steps as traefiklint/routing/asking.py and
// traefiklint/matching/request.py.

const PORTS = { http: 80, https: 443, ws: 80, wss: 443, tcp: null, tls: null, udp: null };
const MANAGED = new Set([
  "X-Forwarded-Proto", "X-Forwarded-Scheme", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Server",
  "X-Forwarded-Uri", "X-Forwarded-Method", "X-Forwarded-Prefix", "X-Forwarded-Tls-Client-Cert",
  "X-Forwarded-Tls-Client-Cert-Info", "X-Scheme", "X-Real-Ip",
]);
const isToken = (text) => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
const canonicalHeader = (name) =>
  isToken(name) ? name.split("-").map((part) => part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase()).join("-") : name;

// The port of a host header; null where Go finds none.
function portOf(host) {
  if (host.startsWith("[")) {
    const end = host.indexOf("]");
    const rest = host.slice(end + 1);
    return end > 0 && rest.startsWith(":") && !/[:[\]]/.test(rest.slice(1)) && !host.slice(1, end).includes("[") ? rest.slice(1) : null;
  }
  const parts = host.split(":");
  return parts.length === 2 && !/[[\]]/.test(host) ? parts[1] : null;
}

function hostWithoutPort(host, brackets) {
  if (!host.includes(":")) return host;
  if (portOf(host) === null) return brackets && host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  return host.startsWith("[") ? host.slice(1, host.lastIndexOf("]")) : host.slice(0, host.lastIndexOf(":"));
}

// A host as a client sends it: names of other alphabets in their ASCII form.
function asciiHost(host, port) {
  if (/^[\x00-\x7f]*$/.test(host)) return host;
  try {
    return new URL("http://" + host.slice(0, host.length - port.length)).hostname + port;
  } catch {
    return host;
  }
}

const hasScheme = (typed) => /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(typed);

// What is asked for; throws an Error with a sentence where it cannot be understood.
function readRequest(typed, more = {}) {
  const url = hasScheme(typed) ? typed : "https://" + typed;
  const found = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s.exec(url);
  const scheme = found[1].toLowerCase();
  if (!Object.hasOwn(PORTS, scheme)) throw new Error(`${scheme}:// is nothing that Traefik serves; an address begins with ${Object.keys(PORTS).join(", ")}`);
  const method = more.method || "GET";
  if (!isToken(method)) throw new Error(`${method} is no HTTP method`);
  if (more.clientIp && !parseIp(more.clientIp)) throw new Error(`${more.clientIp} is no IP address`);
  const headers = readHeaders(more.headers || "");
  const at = found[2].lastIndexOf("@");
  let host = found[2].slice(at + 1);
  if (at >= 0) headers.Authorization ??= ["Basic " + btoa(unquote(bytesOf(found[2].slice(0, at))))];
  if (scheme === "ws" || scheme === "wss") Object.assign(headers, { Connection: ["Upgrade"], Upgrade: ["websocket"], ...headers });
  const port = /:([0-9]*)$/.exec(host);
  if (port && port[1] && +port[1] > 65535) throw new Error(`${port[1]} is no port`);
  const number = port && port[1] ? +port[1] : PORTS[scheme];
  if (headers.Host) host = headers.Host.at(-1);
  delete headers.Host;
  host = asciiHost(host, port ? port[0] : "");
  const isHttp = !["tcp", "tls", "udp"].includes(scheme);
  return {
    scheme, method, host, headers, isHttp, port: number, typedPort: Boolean(port && port[1]),
    secure: ["https", "wss", "tls"].includes(scheme),
    path: isHttp ? quoted(found[3]) : "",
    query: quoted(found[4] ?? ""),
    bareQuery: !found[4] && url.split("#")[0].endsWith("?"),
    clientIp: more.clientIp || "", serverName: more.serverName ?? null, entryPoint: more.entryPoint || "",
  };
}

function readHeaders(lines) {
  const headers = {};
  for (const line of lines.split("\n").filter((one) => one.trim())) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim();
    if (colon < 0 || !isToken(name)) throw new Error(`${line.trim()} is no header; write it as Name: value`);
    (headers[canonicalHeader(name)] ??= []).push(line.slice(colon + 1).trim());
  }
  return headers;
}

const urlOf = (asked) => `${asked.scheme}://${asked.host}${asked.path}` + (asked.query || asked.bareQuery ? `?${asked.query}` : "");

// The request as the rules of an entry point see it.
function requestOf(asked, entry) {
  const scheme = asked.secure ? "https" : "http";
  const sent = entry.underscores === "delete" ? withoutHeaders(asked.headers, (name) => name.includes("_")) : asked.headers;
  const query = entry.encodes_semicolons ? asked.query.replaceAll(";", "%3B") : asked.query;
  const canonicalHost = hostWithoutPort(asked.host, true).trim().toLowerCase();
  const bare = hostWithoutPort(asked.host, true).replace(/\.+$/, "");
  const serverName = asked.serverName ?? (parseIp(bare) ? "" : bare);
  const trusted = entry.trusts.some((network) => network === "*" || contains(network, asked.clientIp));
  const escaped = cleanedPath(asked.path || "/", entry.sanitize);
  return {
    method: asked.method, scheme, host: asked.host, canonicalHost, clientIp: asked.clientIp, query, escaped,
    serverName: asked.secure ? serverName.trim().toLowerCase() : "",
    path: escaped === null ? null : routingPath(escaped),
    headers: forwarded(sent, { scheme, host: asked.host, clientIp: asked.clientIp }, trusted),
    parameters: parametersOf(query),
  };
}

const withoutHeaders = (headers, drops) => Object.fromEntries(Object.entries(headers).filter(([name]) => !drops(name)));

// What the entry point makes of the headers, before any router sees them.
function forwarded(sent, { scheme, host, clientIp }, trusted) {
  const headers = trusted ? { ...sent } : withoutHeaders(sent, (name) => MANAGED.has(canonicalHeader(name.replaceAll("_", "-"))));
  const holds = (name, word) => (headers[name]?.[0] ?? "").split(",").some((part) => part.trim().toLowerCase() === word);
  const webSocket = holds("Connection", "upgrade") && holds("Upgrade", "websocket");
  if (clientIp) headers["X-Real-Ip"] ??= [clientIp.split("%")[0]];
  headers["X-Forwarded-Proto"] ??= [(webSocket ? "ws" : "http") + (scheme === "https" ? "s" : "")];
  const encrypted = scheme === "https" || ["https", "wss"].includes(headers["X-Forwarded-Proto"][0]);
  headers["X-Forwarded-Port"] ??= [portOf(host) || (encrypted ? "443" : "80")];
  if (host) headers["X-Forwarded-Host"] ??= [host];
  if (!("Connection" in headers)) return headers;
  const named = new Set(headers.Connection.flatMap((value) => value.split(",")).map((part) => canonicalHeader(part.trim())));
  const upgrade = named.has("Upgrade") ? headers.Upgrade : undefined;
  const kept = withoutHeaders(headers, (name) => !MANAGED.has(name) && (named.has(name) || name === "Connection"));
  return upgrade ? { ...kept, Upgrade: upgrade.slice(0, 1), Connection: ["Upgrade"] } : kept;
}

function parametersOf(query) {
  const found = new Map();
  for (const piece of query.replaceAll(";", "&").split("&")) {
    const sign = piece.indexOf("=");
    const [name, value] = sign < 0 ? [piece, ""] : [piece.slice(0, sign), piece.slice(sign + 1)];
    if (!piece || isBroken(name) || isBroken(value)) continue;
    const key = unquote(name.replaceAll("+", " "));
    found.set(key, [...(found.get(key) ?? []), unquote(value.replaceAll("+", " "))]);
  }
  return found;
}

// The entry point by which a request comes in; throws an Error where nobody can say.
function chooseEntry(asked, entries) {
  const fitting = entries.filter((entry) => entry.udp === (asked.scheme === "udp") || entry.assumed);
  const listed = fitting.map((entry) => `${entry.name} (${entry.port ?? "no port"})`).join(", ");
  if (asked.entryPoint) {
    const named = fitting.find((entry) => entry.name === asked.entryPoint);
    if (!named) throw new Error(`there is no such entry point for this: ${listed}`);
    return named;
  }
  let found = fitting.filter((entry) => asked.port !== null && entry.port === asked.port);
  if (!found.length && !asked.typedPort) found = usualEntries(asked, fitting);
  if (found.length === 1) return found[0];
  if (found.length) throw new Error(`several entry points listen on port ${asked.port}: ${listed}`);
  throw new Error(`${asked.port ? `no entry point listens on port ${asked.port}` : "no port says which entry point is meant"}: ${listed}`);
}

function usualEntries(asked, entries) {
  const names = asked.secure ? ["websecure", "https"] : ["web", "http"];
  const named = names.flatMap((name) => entries.filter((entry) => entry.name === name));
  if (named.length || !asked.isHttp) return named;
  const others = entries.filter((entry) => entry.name !== "traefik" && entry.tls === asked.secure);
  return others.length === 1 ? others : [];
}
