import { createRoot } from "react-dom/client";

import "./styles/theme.css";
import "./styles/layout.css";
import "./styles/controls.css";
import "./styles/menus.css";
import "./styles/messages.css";
import "./styles/composer.css";
import "./styles/text.css";
import "./styles/blocks.css";
import "./styles/tables.css";
import "./styles/developer.css";
import { App } from "./App";

createRoot(document.getElementById("root")!).render(<App />);
