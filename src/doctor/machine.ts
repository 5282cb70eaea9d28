/** What the doctor asks a machine. Nothing here throws: what cannot be known is undefined. */
export interface Machine {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** As Node was built for: `x64` also for one that Rosetta translates. */
  readonly architecture: string;
  /** Of the first processor: `Apple M4 Pro`. */
  readonly processor: string;
  readonly nodeVersion: string;
  /** Absolute path. */
  readonly homeDirectory: string;
  readonly userName: string;
  readonly hostName: string;
  /** Bytes the machine has. */
  readonly totalMemory: number;
  /** Milliseconds since 1970. */
  now(): number;
  readText(file: string): Promise<string | undefined>;
  /** Standard output and error together, of a program that ended well in time. */
  run(program: string, words: readonly string[]): Promise<string | undefined>;
  /** Of the file system the folder, or the nearest one above it that is there, lies on. */
  space(folder: string): Promise<Space | undefined>;
  /** Undefined where the folder, or the nearest one above it that is there, can be written; else the reason: `EACCES`, `EROFS`. */
  whyNotWritable(folder: string): Promise<string | undefined>;
}

export interface Space {
  /** The same for folders on the same file system. */
  readonly device: number;
  readonly freeBytes: number;
  /** Undefined where the file system has no fixed number of them. */
  readonly freeInodes: number | undefined;
}
