/** Each fuse with how it is to be, in the order of the wire. */
export const FUSES: readonly (readonly [name: string, wanted: boolean])[];
/** The fuses of a program by name. Undefined: it holds none. */
export const fusesIn: (program: Buffer) => Record<string, boolean | undefined> | undefined;
/** A sentence for each fuse of a program that is not as it should be. */
export const fuseProblems: (program: Buffer) => string[];
/** The programs that hold the fuses, among what electron-builder leaves unpacked in a folder. */
export const packagedPrograms: (dist: string) => string[];
/** A sentence for each fuse of each packaged program that is not as it should be, or for there being none. */
export const packagedProblems: (dist: string) => string[];
