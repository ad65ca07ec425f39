import type { ComponentType } from "react";

import type { Block } from "../types";
import { ChartBlock } from "../charts/ChartBlock";
import { ActionsBlock, ContextActionsBlock } from "./ActionsBlock";
import { AlertBlock } from "./AlertBlock";
import { CardBlock, CarouselBlock } from "./CardBlock";
import { ContainerBlock } from "./ContainerBlock";
import { InputBlock } from "./InputBlock";
import { ImageBlock } from "./Picture";
import { RichTextBlock } from "./RichTextBlock";
import { ContextBlock, HeaderBlock, SectionBlock } from "./SectionBlock";
import { DataTableBlock, TableBlock } from "./TableBlock";
import { UnknownBlock } from "./UnknownBlock";

/** Block Kit, drawn, except for Markdown, plans, tasks, files and videos, which the bot never sends. */
export function Blocks({ blocks }: { blocks: Block[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <OneBlock key={block.block_id ?? index} block={block} />
      ))}
    </div>
  );
}

export function OneBlock({ block }: { block: Block }) {
  const Component = DRAWN[block.type] ?? UnknownBlock;
  return <Component block={block} />;
}

const DRAWN: Record<string, ComponentType<{ block: Block }>> = {
  actions: ActionsBlock,
  alert: AlertBlock,
  card: CardBlock,
  carousel: CarouselBlock,
  container: ContainerBlock,
  context: ContextBlock,
  context_actions: ContextActionsBlock,
  data_table: DataTableBlock,
  data_visualization: ChartBlock,
  divider: () => <hr />,
  header: HeaderBlock,
  image: ImageBlock,
  input: InputBlock,
  rich_text: RichTextBlock,
  section: SectionBlock,
  table: TableBlock,
};
