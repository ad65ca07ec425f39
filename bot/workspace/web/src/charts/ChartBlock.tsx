import { useMemo, useState } from "react";

import { Table } from "../blocks/Table";
import type { Block } from "../types";
import { CartesianChart } from "./CartesianChart";
import { readChart, rowsOf } from "./data";
import { PieChart } from "./PieChart";
import { useWidth } from "./useWidth";

const WIDEST = 560; // pixels

/**
 * A chart: a picture with a name, and its numbers as a table for whoever wants to read them.
 *
 * Its lines are straight between the points: nobody measured anything there.
 */
export function ChartBlock({ block }: { block: Block }) {
  const chart = useMemo(() => readChart(block), [block]);
  const [asTable, setAsTable] = useState(false);
  const [box, width] = useWidth(WIDEST);
  const name = String(block.title ?? "Chart");
  const rows = rowsOf(chart);

  return (
    <figure className="chart" ref={box}>
      <figcaption>
        <strong>{name}</strong>
        <button type="button" className="text-button" aria-label={asTable ? "Show the chart" : "Show the numbers as a table"} onClick={() => setAsTable(!asTable)}>
          {asTable ? "Chart" : "Table"}
        </button>
      </figcaption>
      {asTable ? (
        <Table rows={rows.map((row) => row.map((text) => ({ type: "raw_text" as const, text })))} columns={NUMBERS} caption={undefined} named={0} />
      ) : chart.kind === "pie" ? (
        <PieChart name={name} chart={chart} width={width} />
      ) : (
        <CartesianChart name={name} chart={chart} width={width} />
      )}
    </figure>
  );
}

const NUMBERS = [null, ...Array.from({ length: 6 }, () => ({ align: "right" as const }))];
