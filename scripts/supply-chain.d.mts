/** The packages that a source names, types aside: `@scope/name` of `@scope/name/part`. */
export const packagesIn: (source: string) => string[];
/** What a release holds of others, as paths of the lock. */
export const shippedPackages: (folder?: string) => string[];
/** Whether a licence, as SPDX writes it, is one of the allowed. */
export const isAllowed: (licence: string, allowed?: readonly string[]) => boolean;
/** A sentence for each shipped package whose licence is not known to be right, and how many were looked at. */
export const licenceProblems: (
  packages?: Record<string, object>,
  shipped?: readonly string[],
) => { problems: string[]; looked: number };
/** A sentence for each thing that is not pinned exactly. */
export const pinProblems: (folder?: string) => string[];
/** What npm knows of faults, of its own report. */
export const auditFindings: (
  report: unknown,
  shippedNames: ReadonlySet<string>,
) => { unreachable: string } | { problems: string[]; notes: string[] };
type Component = { 'bom-ref': string; name: string; version: string; purl?: string };
type Listed = {
  metadata: { component: Component & { type: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
};
/** A CycloneDX list by npm, less what a release does not hold. */
export const releaseList: (list: Listed, packages: Record<string, object>, shipped: readonly string[]) => Listed;
/** Writes the list of what a release holds, and gives how many components it has. */
export const writeReleaseList: (file: string) => number;
/** Where the list of a release belongs: beside its packages. */
export const releaseListFile: () => string;
