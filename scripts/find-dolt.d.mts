export declare const DOLT_VERSION: string;
export declare const DOLT_MINIMUM: string;
export interface FoundDolt {
  bin: string;
  version: string;
}
export interface DoltPlaces {
  /** A binary that the operator named; used or refused, never passed over. */
  bin?: string | undefined;
  /** PATH. */
  path?: string | undefined;
  cacheDir: string;
  /** A directory to write in for a moment; where that can't be, the system's temporary one. */
  scratch?: string | undefined;
}
export declare function cachedDolt(cacheDir: string): string;
export declare function userCacheDir(env: Record<string, string | undefined>): string;
export declare function findDolt(places: DoltPlaces): Promise<FoundDolt | undefined>;
export declare function acceptedVersion(bin: string, scratch?: string): Promise<string>;
export declare function readVersion(bin: string, scratch?: string): Promise<string>;
export declare function isAtLeast(a: string, b: string): boolean;
