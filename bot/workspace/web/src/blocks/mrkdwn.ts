/**
 * Slack's mrkdwn, read into a small tree. Nothing here makes HTML: React draws the tree and escapes every text.
 *
 * Why not a reader of Markdown: there "2 * 3 * 4" loses its stars, "- a" its line and "# a" everything.
 * https://docs.slack.dev/messaging/formatting-message-text
 */

export type Inline =
  | { kind: "text" | "code"; text: string }
  | { kind: "bold" | "italic" | "strike"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] }
  | { kind: "user" | "channel" | "group"; id: string; label: string }
  | { kind: "broadcast"; range: string }
  | { kind: "date"; seconds: number; format: string; href: string; fallback: string }
  | { kind: "emoji"; name: string };

export type Paragraph =
  | { kind: "lines"; lines: { marker: string; children: Inline[] }[] }
  | { kind: "code"; text: string }
  | { kind: "quote"; children: Paragraph[] };

export function readMrkdwn(text: string): Paragraph[] {
  return splitFences(text).flatMap((part) =>
    part.code ? [{ kind: "code" as const, text: unescape(withoutAngles(part.text)) }] : readProse(part.text),
  );
}

/** Plain text knows emoji and line breaks, nothing else. */
export function readPlainText(text: string): Inline[] {
  return splitEmoji(text);
}

/** `&amp; &lt; &gt;` are the only entities Slack has. */
export function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Addresses a click may open. Anything else (`javascript:`, `data:`) is shown as text. */
export function safeHref(address: string): string | null {
  return /^(https?:\/\/|mailto:|tel:)/i.test(address.trim()) ? address.trim() : null;
}

// ```code```, with a line break after the first and before the last fence left out
function splitFences(text: string): { code: boolean; text: string }[] {
  const parts: { code: boolean; text: string }[] = [];
  let rest = text;
  for (let found = FENCED.exec(rest); found; found = FENCED.exec(rest)) {
    const before = rest.slice(0, found.index).replace(/\n$/, "");
    if (before.trim()) parts.push({ code: false, text: before });
    parts.push({ code: true, text: found[1]! });
    rest = rest.slice(found.index + found[0].length).replace(/^\n/, "");
  }
  if (rest.trim() || !parts.length) parts.push({ code: false, text: rest });
  return parts;
}

const FENCED = /```\n?([\s\S]+?)\n?```/;

// "> a" and "&gt; a" quote a line, ">>> a" everything that follows
function readProse(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  const lines = text.split("\n");
  let plain: string[] = [];
  const endPlain = () => {
    if (plain.length) paragraphs.push({ kind: "lines", lines: plain.map(readLine) });
    plain = [];
  };
  for (let index = 0; index < lines.length; ) {
    const rest = /^(?:&gt;|>){3}\s?/.exec(lines[index]!);
    if (rest) {
      endPlain();
      const quoted = [lines[index]!.slice(rest[0].length), ...lines.slice(index + 1)];
      paragraphs.push({ kind: "quote", children: [{ kind: "lines", lines: quoted.map(readLine) }] });
      return paragraphs;
    }
    const quoted: string[] = [];
    for (let mark; index < lines.length && (mark = /^(?:&gt;|>)\s?/.exec(lines[index]!)); index += 1) {
      quoted.push(lines[index]!.slice(mark[0].length));
    }
    if (quoted.length) {
      endPlain();
      paragraphs.push({ kind: "quote", children: [{ kind: "lines", lines: quoted.map(readLine) }] });
    } else {
      plain.push(lines[index]!);
      index += 1;
    }
  }
  endPlain();
  return paragraphs;
}

// "• a", "- a" and "1. a" keep what was typed; the marker is apart so that long items can hang behind it.
function readLine(line: string): { marker: string; children: Inline[] } {
  const [, marker = "", rest = line] = /^(\s*(?:[•◦▪‣–-]|\d{1,3}[.)])\s+)(.*)$/.exec(line) ?? [];
  return { marker, children: readInline(rest) };
}

/** One line: code first (nothing is special inside), then `<...>`, then styles, then emoji and addresses. */
function readInline(text: string): Inline[] {
  const out: Inline[] = [];
  for (let index = 0; index < text.length; ) {
    const found = nextSpecial(text, index);
    if (!found) {
      out.push(...readText(text.slice(index)));
      break;
    }
    out.push(...readText(text.slice(index, found.start)), found.node);
    index = found.end;
  }
  return out;
}

interface Special {
  start: number;
  end: number;
  node: Inline;
}

function nextSpecial(text: string, from: number): Special | null {
  for (let start = from; start < text.length; start += 1) {
    const character = text[start]!;
    if (character === "`") {
      const end = text.indexOf("`", start + 1);
      if (end > start + 1) {
        const code = unescape(withoutAngles(text.slice(start + 1, end)));
        return { start, end: end + 1, node: { kind: "code", text: code } };
      }
    } else if (character === "<") {
      const end = text.indexOf(">", start);
      const node = end > start ? readAngles(text.slice(start + 1, end)) : null;
      if (node) return { start, end: end + 1, node };
    } else if (character in STYLES && opens(text, start)) {
      const end = closing(text, start);
      if (end > 0) {
        const children = readInline(text.slice(start + 1, end));
        return { start, end: end + 1, node: { kind: STYLES[character as keyof typeof STYLES], children } };
      }
    }
  }
  return null;
}

const STYLES = { "*": "bold", _: "italic", "~": "strike" } as const;
const WORD = /[\p{L}\p{N}]/u;

// A style begins before a word and after something that is not one: "2*3*4" and "snake_case_name" stay.
function opens(text: string, at: number): boolean {
  const before = text[at - 1] ?? " ";
  const after = text[at + 1] ?? " ";
  return !WORD.test(before) && before !== text[at] && !/\s/.test(after) && after !== text[at];
}

function closing(text: string, opened: number): number {
  const mark = text[opened]!;
  for (let at = opened + 2; at < text.length; at += 1) {
    if (text[at] === "`") {
      const end = text.indexOf("`", at + 1);
      if (end > 0) at = end;
    } else if (text[at] === "<") {
      const end = text.indexOf(">", at);
      if (end > 0) at = end;
    } else if (text[at] === mark && !/\s/.test(text[at - 1]!) && !WORD.test(text[at + 1] ?? " ")) {
      return at;
    }
  }
  return -1;
}

// the inside of <...>: a mention, a broadcast, a date or a link; null for anything else ("a < b > c")
function readAngles(inside: string): Inline | null {
  const [target = "", label = ""] = splitOnce(inside, "|");
  if (/^@[UWB][A-Z0-9]+$/.test(target)) return { kind: "user", id: target.slice(1), label: unescape(label) };
  if (/^#C[A-Z0-9]+$/.test(target)) return { kind: "channel", id: target.slice(1), label: unescape(label) };
  if (/^!subteam\^/.test(target)) return { kind: "group", id: target.slice(9), label: unescape(label) };
  if (/^!(here|channel|everyone)$/.test(target)) return { kind: "broadcast", range: target.slice(1) };
  if (target.startsWith("!date^")) {
    const [, seconds = "", format = "", href = ""] = target.split("^");
    return { kind: "date", seconds: Number(seconds), format, href, fallback: unescape(label) };
  }
  const href = safeHref(unescape(target));
  if (!href) return null;
  return { kind: "link", href, children: label ? readInline(label) : [{ kind: "text", text: shown(href) }] };
}

// bare addresses become links, as in Slack's client
function readText(text: string): Inline[] {
  const out: Inline[] = [];
  let done = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]'"*_~]/g)) {
    out.push(...splitEmoji(unescape(text.slice(done, found.index))));
    const href = unescape(found[0]);
    out.push({ kind: "link", href, children: [{ kind: "text", text: href }] });
    done = found.index + found[0].length;
  }
  return [...out, ...splitEmoji(unescape(text.slice(done)))];
}

function splitEmoji(text: string): Inline[] {
  const out: Inline[] = [];
  let done = 0;
  for (const found of text.matchAll(/:([a-z0-9_+'-]+)(?:::skin-tone-[2-6])?:/g)) {
    // "10:30:45" is a time
    if (/^\d+$/.test(found[1]!)) continue;
    if (found.index > done) out.push({ kind: "text", text: text.slice(done, found.index) });
    out.push({ kind: "emoji", name: found[1]! });
    done = found.index + found[0].length;
  }
  if (done < text.length) out.push({ kind: "text", text: text.slice(done) });
  return out;
}

// in code Slack shows the address or the label of a link without its angle brackets
function withoutAngles(text: string): string {
  return text.replace(/<((?:https?:|mailto:)[^<>|]*)(?:\|([^<>]*))?>/g, (_, href, label) => label ?? href);
}

function shown(href: string): string {
  return href.replace(/^(mailto|tel):/i, "");
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
