import * as copy from "./copy.js";
import * as freshness from "./freshness.js";
import * as keys from "./keys.js";
import * as reconnect from "./reconnect.js";
import * as times from "./times.js";

freshness.start();
times.start();
keys.start();
copy.start();
reconnect.start();
