/** The Node-API version that the database's addon is built for. An older runtime does not refuse it: it crashes. */
const NODE_API = 10;

/**
 * Says in a sentence why this runtime can't run the engine, or undefined where it can. To be asked before anything
 * loads the database's addon: under Node 20 the first open ends the process without a word.
 */
export const runtimeProblem = (versions: { node: string; napi?: string | undefined }): string | undefined =>
  Number(versions.napi ?? 0) >= NODE_API
    ? undefined
    : `Rollmark needs Node 24, and this is Node ${versions.node}. Start it with "npm start" or "npm run", which bring their own.`;
