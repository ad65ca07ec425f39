import { createContext, useContext } from "react";

import type { Channel, User } from "./types";

/** Who and what there is to mention. It changes seldom, so that messages are not drawn again for every event. */
export interface Directory {
  me: string;
  bot: string; // the app's own user
  users: Map<string, User>;
  channels: Map<string, Channel>;
  openChannel: (id: string) => void;
}

export const DirectoryContext = createContext<Directory | null>(null);

export function useDirectory(): Directory {
  const directory = useContext(DirectoryContext);
  if (!directory) throw new Error("A directory is needed around this component.");
  return directory;
}

/** What people are called in a conversation; an id that nobody has stays an id. */
export function nameOf(user: User | undefined, id: string): string {
  return user ? user.real_name || user.name : id;
}

export const LOCALE = navigator.language || "en";
