// Everything that runs on every page. Scripts look at what the markup says (data-… attributes) and know no domain.
import { startAsking } from "./ask.js";
import { startBadge } from "./badge.js";
import { startClocks } from "./clocks.js";
import { startControls } from "./controls.js";
import { startErrors } from "./errors.js";
import { startInstall } from "./install.js";
import { startLive } from "./live.js";
import { startFlusher } from "./outbox/flusher.js";
import { startOfflineForms } from "./outbox/forms.js";
import { startOutboxView } from "./outbox/view.js";
import { startPasskeys } from "./passkey.js";
import { startPhone } from "./phone.js";
import { startWorker } from "./worker_client.js";

startErrors();
startOfflineForms();
startAsking();
startControls();
startClocks();
startInstall();
startPasskeys();
startPhone();
startBadge();
startOutboxView();
startLive();
startFlusher();
startWorker();
