import { useCallback, useEffect, useMemo, useState } from "react";

import { post } from "./api";
import { DirectoryContext, nameOf } from "./directory";
import { Banner } from "./panes/Banner";
import { Conversation } from "./panes/Conversation";
import { Developer, lateCount } from "./panes/Developer";
import { Home } from "./panes/Home";
import { ShortcutsContext } from "./panes/MessageTools";
import { Modals } from "./panes/Modals";
import { PaneHead } from "./panes/PaneHead";
import { Sidebar } from "./panes/Sidebar";
import { Thread } from "./panes/Thread";
import { ConfirmProvider } from "./parts/ConfirmDialog";
import { useRoute } from "./route";
import { useWorkspace } from "./session";
import { useTheme } from "./theme";
import type { State } from "./types";
import { useUnread } from "./unread";

export function App() {
  const [route, go] = useRoute();
  const [theme, toggleTheme] = useTheme();
  const beAnybody = useCallback(() => go({ as: "", place: "", thread: "" }), [go]);
  const { state, live, faults } = useWorkspace(route.as, beAnybody);
  const [menuOpen, setMenuOpen] = useState(false);
  const [developer, setDeveloper] = useState(false);
  const place = state ? placeOf(state, route.place) : "";
  const unread = useUnread(state, place, route.thread);
  const directory = useDirectoryOf(state, (id) => go({ place: id, thread: "" }));
  const shortcuts = useMemo(() => state?.shortcuts.filter((one) => one.type === "message") ?? [], [state?.shortcuts]);
  // The same function as long as the place is: otherwise every message would be drawn again for every event.
  const openThread = useCallback((thread: string) => go({ place, thread }), [go, place]);
  useTitle(state, place, unread.counts);
  useMessagesTabOpened(state, place);

  if (!state || !directory) return <Loading live={live} />;
  const channel = state.channels.find((one) => one.id === place);
  const openPlace = (next: string) => {
    go({ place: next, thread: "" });
    setMenuOpen(false);
  };

  return (
    <DirectoryContext.Provider value={directory}>
      <ShortcutsContext.Provider value={shortcuts}>
        <ConfirmProvider>
          <div className={`page ${menuOpen ? "menu-open" : ""} ${route.thread ? "with-thread" : ""}`}>
            <Sidebar state={state} place={place} counts={unread.counts} onPlace={openPlace} onPerson={(as) => go({ as, place: visibleTo(state, place), thread: "" })} />
            <button type="button" className="scrim" aria-label="Close the list of channels" tabIndex={menuOpen ? 0 : -1} onClick={() => setMenuOpen(false)} />
            <div className="stage">
              <Banner live={live} state={state} />
              <div className="panes">
                <main className="main">
                  <PaneHead
                    state={state}
                    place={place}
                    theme={theme}
                    unread={Object.values(unread.counts).reduce((sum, count) => sum + count, 0)}
                    late={lateCount(state.log)}
                    developer={developer}
                    onPlace={openPlace}
                    onMenu={() => setMenuOpen(true)}
                    onTheme={toggleTheme}
                    onDeveloper={() => setDeveloper(!developer)}
                  />
                  {place === "home" ? (
                    <Home key={state.me} state={state} />
                  ) : (
                    channel && <Conversation state={state} channel={channel} unread={unread} onThread={openThread} />
                  )}
                </main>
                {channel && route.thread && <Thread state={state} channel={channel} thread={route.thread} onClose={() => go({ place, thread: "" })} />}
              </div>
              {developer && <Developer state={state} faults={faults} onClose={() => setDeveloper(false)} />}
            </div>
            <Modals me={state.me} views={state.modals} />
          </div>
        </ConfirmProvider>
      </ShortcutsContext.Provider>
    </DirectoryContext.Provider>
  );
}

function Loading({ live }: { live: boolean }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 1_500);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="loading muted" role="status">
      {slow && !live ? "The workspace does not answer. Is it still running?" : ""}
    </p>
  );
}

function appConversation(state: State) {
  return state.channels.find((one) => one.is_im && one.user === state.app.bot_user_id);
}

/** Whoever comes for the first time begins where the examples are: in the conversation with the app. */
function placeOf(state: State, wanted: string): string {
  if (wanted === "home" || state.channels.some((one) => one.id === wanted)) return wanted;
  return appConversation(state)?.id ?? state.channels[0]?.id ?? "home";
}

/** The same place for another person, unless it is a conversation of this one's own. */
function visibleTo(state: State, place: string): string {
  return state.channels.find((one) => one.id === place)?.is_im ? "" : place;
}

function useDirectoryOf(state: State | null, openChannel: (id: string) => void) {
  const { me, users, channels, app } = state ?? {};
  return useMemo(() => {
    if (!me || !users || !channels || !app) return null;
    return {
      me,
      bot: app.bot_user_id,
      users: new Map(users.map((user) => [user.id, user])),
      channels: new Map(channels.map((channel) => [channel.id, channel])),
      openChannel,
    };
    // openChannel is a new function each time, and always does the same.
  }, [me, users, channels, app]);
}

function useTitle(state: State | null, place: string, counts: Record<string, number>) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const channel = state?.channels.find((one) => one.id === place);
  const where = channel ? (channel.is_im ? channel.name : `#${channel.name}`) : place === "home" ? "Home" : "";
  useEffect(() => {
    if (!state) return;
    const who = nameOf(state.users.find((user) => user.id === state.me), state.me);
    document.title = `${total ? `(${total}) ` : ""}${where} · ${who} · ${state.team.name}`;
  }, [total, where, state?.me, state?.team.name]);
}

/** The app hears when its conversation is opened, as it does in Slack. */
function useMessagesTabOpened(state: State | null, place: string) {
  const isOpen = Boolean(state && appConversation(state)?.id === place);
  useEffect(() => {
    if (isOpen && state) void post("home", { as: state.me, tab: "messages" });
  }, [isOpen, state?.me]);
}
