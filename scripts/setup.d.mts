export const root: string;
/** Where the scripts keep what may be deleted at any time. */
export const cache: string;
/** Builds out/ where the sources are others than those it was built from. False: the build failed. */
export const ensureBuilt: (options?: { always?: boolean; quiet?: boolean }) => boolean;
/** Whether the installed packages are those of package-lock.json. */
export const isInstalled: (folder?: string) => boolean;
