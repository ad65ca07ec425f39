import type { Block } from "../types";
import { RichTextBlock } from "./RichTextBlock";

export interface Cell {
  type: "raw_text" | "raw_number" | "rich_text";
  text?: string;
  value?: number;
}

export interface Column {
  align?: "left" | "center" | "right";
  is_wrapped?: boolean;
}

interface TableProps {
  rows: Cell[][];
  columns: (Column | null)[];
  caption?: string;
  named?: number; // the column whose cells name their rows
}

const LONG = 32; // letters; a longer text takes several lines, shorter ones stay whole

/** Rows and columns; the first row is the head. */
export function Table({ rows, columns, caption, named }: TableProps) {
  const [head = [], ...body] = rows;
  const aligned = (cell: Cell, at: number) => columns[at]?.align ?? (cell.type === "raw_number" ? "right" : "left");
  const wrapping = (cell: Cell, at: number) => {
    if ((cell.text?.length ?? 0) > LONG) return "wrapped long";
    return columns[at]?.is_wrapped ? "wrapped" : "";
  };
  const style = (cell: Cell, at: number) => `${aligned(cell, at)} ${wrapping(cell, at)}`;
  return (
    <div className="table" tabIndex={0} role="group" aria-label={caption ?? "Table"}>
      <table>
        {caption && <caption>{caption}</caption>}
        <thead>
          <tr>
            {head.map((cell, at) => (
              // The head stands over the numbers of its column.
              <th key={at} scope="col" className={style(body[0]?.[at]?.type === "raw_number" ? body[0][at]! : cell, at)}>
                <CellText of={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) =>
                at === named ? (
                  <th key={at} scope="row" className={style(cell, at)}>
                    <CellText of={cell} />
                  </th>
                ) : (
                  <td key={at} className={style(cell, at)}>
                    <CellText of={cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellText({ of }: { of: Cell }) {
  if (of.type === "rich_text") return <RichTextBlock block={of as unknown as Block} />;
  if (of.type === "raw_number") return <>{of.text ?? String(of.value ?? "")}</>;
  return <>{of.text ?? ""}</>;
}
