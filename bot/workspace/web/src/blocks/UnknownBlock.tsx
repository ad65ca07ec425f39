import type { Block } from "../types";

/** In place of a block that the page cannot draw: people should see that there is one. */
export function UnknownBlock({ block }: { block: Block }) {
  return <p className="unknown">The workspace cannot show a block of type “{block.type}”.</p>;
}
