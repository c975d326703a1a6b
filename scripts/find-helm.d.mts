export declare const HELM_VERSION: string;
export declare const HELM_MINIMUM: string;
export interface FoundHelm {
  bin: string;
  version: string;
}
export interface HelmPlaces {
  /** PATH. */
  path?: string | undefined;
  cacheDir: string;
}
export declare function cachedHelm(cacheDir: string): string;
export declare function findHelm(places: HelmPlaces): Promise<FoundHelm | undefined>;
export declare function readHelmVersion(bin: string): Promise<string>;
