import { Fragment, type ReactNode } from "react";

import { LOCALE } from "../directory";
import type { Block, Loose } from "../types";
import { CodeBlock } from "./CodeBlock";
import { formatDate } from "./dates";
import { ChannelMention, Emoji, UserMention } from "./Mrkdwn";
import { safeHref } from "./mrkdwn";

interface Part {
  type: string;
  elements?: Loose[];
  style?: "bullet" | "ordered";
  indent?: number;
  offset?: number;
}

/** Formatted text. */
export function RichTextBlock({ block }: { block: Block }) {
  const parts: Part[] = block.elements ?? [];
  return (
    <div className="rich-text">
      {parts.map((part, index) => (
        <PartView key={index} of={part} start={startOf(parts, index)} />
      ))}
    </div>
  );
}

function PartView({ of, start }: { of: Part; start: number }) {
  const children = of.elements ?? [];
  switch (of.type) {
    case "rich_text_list": {
      const List = of.style === "ordered" ? "ol" : "ul";
      return (
        <List className={`indent-${Math.min(of.indent ?? 0, 8)}`} start={of.style === "ordered" ? start : undefined}>
          {children.map((item: Part, index) => (
            <li key={index}>
              <Run of={item.elements ?? []} />
            </li>
          ))}
        </List>
      );
    }
    case "rich_text_preformatted":
      return (
        <CodeBlock>
          <Run of={children} />
        </CodeBlock>
      );
    case "rich_text_quote":
      return (
        <blockquote>
          <Run of={children} />
        </blockquote>
      );
    default:
      return (
        <p>
          <Run of={children} />
        </p>
      );
  }
}

/** A list goes on counting where one of the same depth stopped, if only deeper ones stand between the two. */
function startOf(parts: Part[], index: number): number {
  const here = parts[index]!;
  if (here.offset) return here.offset + 1;
  let count = 1;
  for (let at = index - 1; at >= 0 && parts[at]!.type === "rich_text_list"; at -= 1) {
    const before = parts[at]!;
    const depth = (before.indent ?? 0) - (here.indent ?? 0);
    if (depth < 0 || (depth === 0 && before.style !== here.style)) break;
    if (depth === 0) count += before.elements?.length ?? 0;
  }
  return count;
}

function Run({ of }: { of: Loose[] }) {
  return of.map((element, index) => <Fragment key={index}>{styled(element, one(element))}</Fragment>);
}

function one(element: Loose): ReactNode {
  switch (element.type) {
    case "text":
      return element.text;
    case "link": {
      const href = safeHref(element.url ?? "");
      const text = element.text || element.url;
      return href ? (
        <a href={href} target="_blank" rel="noreferrer noopener">
          {text}
        </a>
      ) : (
        text
      );
    }
    case "emoji":
      return <Emoji name={element.name} />;
    case "user":
      return <UserMention id={element.user_id} />;
    case "channel":
      return <ChannelMention id={element.channel_id} />;
    case "usergroup":
      return <span className="mention">@{element.usergroup_id}</span>;
    case "broadcast":
      return <span className="mention broadcast">@{element.range}</span>;
    case "date":
      return element.fallback ?? formatDate(element.timestamp, element.format, LOCALE);
    case "color":
      return <code>{element.value}</code>;
    default:
      return element.text ?? "";
  }
}

function styled(element: Loose, content: ReactNode): ReactNode {
  const style = element.style ?? {};
  let node = content;
  if (style.code) node = <code>{node}</code>;
  if (style.strike) node = <s>{node}</s>;
  if (style.underline) node = <u>{node}</u>;
  if (style.italic) node = <em>{node}</em>;
  if (style.bold) node = <strong>{node}</strong>;
  if (style.highlight) node = <mark>{node}</mark>;
  return node;
}
