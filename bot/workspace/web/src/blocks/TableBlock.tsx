import { useState } from "react";

import type { Block } from "../types";
import { type Cell, type Column, Table } from "./Table";

/** A table. Its first row is its head. */
export function TableBlock({ block }: { block: Block }) {
  const columns: (Column | null)[] = block.column_settings ?? [];
  return <Table rows={block.rows ?? []} columns={columns} />;
}

/** A table with pages, for many rows. */
export function DataTableBlock({ block }: { block: Block }) {
  const [page, setPage] = useState(0);
  const rows: Cell[][] = block.rows ?? [];
  const size: number = block.page_size ?? 5;
  const pages = Math.max(1, Math.ceil((rows.length - 1) / size));
  const [head = [], ...body] = rows;
  return (
    <div>
      <Table rows={[head, ...body.slice(page * size, (page + 1) * size)]} columns={[]} caption={block.caption} named={block.row_header_column_index ?? 0} />
      {pages > 1 && (
        <div className="pages">
          <button type="button" className="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span className="muted">
            {page + 1} of {pages}
          </span>
          <button type="button" className="button" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
            Next
          </button>
        </div>
      )}
    </div>
  );
}
