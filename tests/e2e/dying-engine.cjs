'use strict';
// Loaded into every thread of the app by NODE_OPTIONS: in the engine's worker it waits for a file to appear, and then
// ends the thread as a fault would, in the middle of whatever it does. The app itself knows nothing of it.
const { existsSync, rmSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const trigger = process.env.ROLLMARK_TEST_FAULT;
if (!isMainThread && trigger) {
  setInterval(() => {
    if (!existsSync(trigger)) return;
    rmSync(trigger);
    process.exit(70);
  }, 20).unref();
}
