// Paths as Go and Traefik's entry points treat them: the same steps as traefiklint/go/path.py. A path is a string of
// bytes here, one character a byte, because Go compares bytes.

const bytesOf = (text) => Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");

const CHARACTER = new RegExp(
  "[\\x00-\\x7f]+|[\\xc2-\\xdf][\\x80-\\xbf]|\\xe0[\\xa0-\\xbf][\\x80-\\xbf]|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}|\\xed[\\x80-\\x9f][\\x80-\\xbf]|" +
    "\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}|[\\xf1-\\xf3][\\x80-\\xbf]{3}|\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}|[^]",
  "g",
);

// The text that bytes are to Go's regular expressions: a byte that is no part of UTF-8 is U+FFFD.
const textOf = (bytes) =>
  bytes.replace(CHARACTER, (part) =>
    part < "\x80" ? part : part.length === 1 ? "\ufffd" : new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(part, (char) => char.charCodeAt(0))),
  );

const escapeByte = (char) => "%" + char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
const unquote = (bytes) => bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
const isBroken = (bytes) => /%(?![0-9A-Fa-f]{2})/.test(bytes);

// What a client sends of what somebody typed.
const quoted = (text) => bytesOf(text).replace(/[^\x21-\x7e]/g, escapeByte);

const escapePath = (decoded) => decoded.replace(/[^A-Za-z0-9\-_.~$&+,/:;=@]/g, escapeByte);

function escapedPath(decoded, raw) {
  if (raw && /^[A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]%]*$/.test(raw) && unquote(raw) === decoded) return raw;
  return decoded === "*" ? "*" : escapePath(decoded);
}

function normal(path) {
  const kept = [];
  for (const part of path.split("/")) {
    if (part === "..") kept.pop();
    else if (part && part !== ".") kept.push(part);
  }
  return "/" + kept.join("/");
}

function joinedPath(escaped) {
  const absolute = escaped.startsWith("/");
  const whole = absolute ? escaped : "/" + escaped;
  const clean = absolute ? normal(whole) : normal(whole).slice(1);
  return clean + (whole.endsWith("/") && !clean.endsWith("/") ? "/" : "");
}

// The path as the entry point passes it on, still escaped; null where it answers 400.
function cleanedPath(sent, sanitize) {
  if (isBroken(sent)) return null;
  let decoded = unquote(sent);
  let raw = escapePath(decoded) === sent ? "" : sent;
  if (raw.includes("#")) return null;
  raw = raw.replace(/%([0-9A-Fa-f]{2})/g, (escape, hex) => {
    const char = String.fromCharCode(parseInt(hex, 16));
    return /[A-Za-z0-9\-._~]/.test(char) ? char : escape.toUpperCase();
  });
  let escaped = escapedPath(decoded, raw);
  if (sanitize) {
    escaped = joinedPath(escaped);
    decoded = unquote(escaped);
    escaped = escapedPath(decoded, escapePath(decoded) === escaped ? "" : escaped);
  }
  return escaped;
}

// What rules compare: everything decoded but what is reserved.
const routingPath = (escaped) =>
  escaped.replace(/%([0-9A-Fa-f]{2})/g, (escape, hex) => {
    const char = String.fromCharCode(parseInt(hex, 16));
    return ":/?#[]@!$&'()*+,;=%".includes(char) ? escape : char;
  });

// An address as sixteen bytes; null where Go takes the text for none.
function parseIp(text) {
  const four = (part) => {
    const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(part);
    const octets = found && found.slice(1).map((one) => (/^0\d/.test(one) || +one > 255 ? NaN : +one));
    return octets && !octets.some(Number.isNaN) ? octets : null;
  };
  if (!text.includes(":")) {
    const octets = four(text);
    return octets && [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...octets];
  }
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const groups = (half, isLast) => {
    const found = [];
    const parts = half === "" ? [] : half.split(":");
    for (const [index, part] of parts.entries()) {
      if (/^[0-9A-Fa-f]{1,4}$/.test(part)) found.push(parseInt(part, 16) >> 8, parseInt(part, 16) & 255);
      else if (isLast && index === parts.length - 1 && four(part)) found.push(...four(part));
      else return null;
    }
    return found;
  };
  const left = groups(halves[0], halves.length === 1);
  const right = halves.length === 2 ? groups(halves[1], true) : [];
  if (!left || !right) return null;
  const missing = 16 - left.length - right.length;
  if (missing < 0 || missing > 0 !== (halves.length === 2)) return null;
  return [...left, ...Array(missing).fill(0), ...right];
}

const isFour = (address) => address.slice(0, 10).every((byte) => !byte) && address[10] === 255 && address[11] === 255;

// Whether an address or network, as written, covers an address.
function contains(network, address) {
  const inner = parseIp(address.split("%")[0]);
  if (!inner) return false;
  const single = parseIp(network);
  if (single) return single.every((byte, index) => byte === inner[index]);
  const [base, bits, ...rest] = network.split("/");
  const outer = parseIp(base);
  if (!outer || rest.length || !/^\d{1,8}$/.test(bits ?? "")) return false;
  const width = base.includes(":") ? 128 : 32;
  if (+bits > width) return false;
  const count = +bits + 128 - width;
  const masked = outer.map((byte, index) => byte & (0xff00 >> Math.min(Math.max(count - index * 8, 0), 8)) & 0xff);
  if (isFour(masked) !== isFour(inner)) return false;
  return masked.every((byte, index) => byte === (inner[index] & (0xff00 >> Math.min(Math.max(count - index * 8, 0), 8)) & 0xff));
}
