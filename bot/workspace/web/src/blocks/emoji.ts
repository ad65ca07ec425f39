import { get } from "node-emoji";

/** Slack's names that differ from those of node-emoji. */
const SLACK_NAMES: Record<string, string> = {
  thumbsup: "👍",
  thumbsdown: "👎",
  simple_smile: "🙂",
  robot_face: "🤖",
  thinking_face: "🤔",
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
  large_orange_circle: "🟠",
  large_purple_circle: "🟣",
  large_blue_circle: "🔵",
  large_red_circle: "🔴",
  large_brown_circle: "🟤",
  large_green_square: "🟩",
  large_yellow_square: "🟨",
  large_orange_square: "🟧",
  large_red_square: "🟥",
  large_blue_square: "🟦",
  hugging_face: "🤗",
  face_with_monocle: "🧐",
  face_with_rolling_eyes: "🙄",
  white_frowning_face: "☹️",
  heavy_exclamation_mark: "❗",
  page_facing_up: "📄",
  card_file_box: "🗃️",
  hammer_and_wrench: "🛠️",
  building_construction: "🏗️",
};

/** The character for `:name:`, or null where we do not know it (the person then sees `:name:`). */
export function emojiFor(name: string): string | null {
  return SLACK_NAMES[name] ?? get(name) ?? null;
}
