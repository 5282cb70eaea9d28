import type {EnginePlace} from './engine-places.ts';
import {socketOf} from './engine-places.ts';

/** What it really is that answers as a Docker engine. */
const engineKinds = [
  'Docker Engine',
  'rootless Docker',
  'Docker Desktop',
  'Podman',
  'Colima',
  'Rancher Desktop',
  'OrbStack',
] as const;

export type EngineKind = (typeof engineKinds)[number];

/** The parts of `GET /version` and `GET /info` that tell engines apart and say what they have; all of them may be missing. */
export interface EngineSelfDescription {
  readonly version: {
    readonly Version?: string;
    readonly ApiVersion?: string;
    readonly Arch?: string;
    readonly Platform?: {readonly Name?: string};
    readonly Components?: readonly {readonly Name?: string; readonly Version?: string}[] | null;
  };
  readonly info: {
    /** The host name of the machine the engine runs on. */
    readonly Name?: string;
    readonly OperatingSystem?: string;
    readonly SecurityOptions?: readonly string[] | null;
    /** Bytes. */
    readonly MemTotal?: number;
    readonly NCPU?: number;
    readonly Driver?: string;
    readonly DockerRootDir?: string;
    readonly Architecture?: string;
    readonly ServerVersion?: string;
    /** ISO 8601. */
    readonly SystemTime?: string;
  };
}

export function engineKind({version, info}: EngineSelfDescription, place: EnginePlace): EngineKind {
  const system = info.OperatingSystem ?? '';
  const socket = socketOf(place.address) ?? '';
  if (version.Components?.some(({Name}) => Name === 'Podman Engine')) return 'Podman';
  if (system === 'Docker Desktop' || version.Platform?.Name?.startsWith('Docker Desktop'))
    return 'Docker Desktop';
  if (system === 'OrbStack' || socket.includes('/.orbstack/')) return 'OrbStack';
  if (/rancher-desktop/.test(info.Name ?? '') || system.startsWith('Rancher Desktop'))
    return 'Rancher Desktop';
  if (socket.includes('/.rd/')) return 'Rancher Desktop';
  if (/^(lima-)?colima/.test(info.Name ?? '') || /\/\.?colima\//.test(socket)) return 'Colima';
  return isRootless({version, info}) ? 'rootless Docker' : 'Docker Engine';
}

export function isRootless({info}: EngineSelfDescription): boolean {
  return info.SecurityOptions?.some((option) => option.startsWith('name=rootless')) ?? false;
}

/** Those that run in a virtual machine of their own, with memory and a clock of its own. */
export function hasOwnMachine(kind: EngineKind, platform: NodeJS.Platform): boolean {
  return (
    kind !== 'Docker Engine' && kind !== 'rootless Docker' && (kind !== 'Podman' || platform !== 'linux')
  );
}

/** One sentence: how this engine gets more memory. */
export function cureForEngineMemory(kind: EngineKind, isVirtual: boolean): string {
  if (!isVirtual) return 'End other programs, or use a machine with more memory.';
  const ways: Partial<Record<EngineKind, string>> = {
    'Docker Desktop': 'Give it 4 GB or more: Docker Desktop, Settings, Resources, Memory.',
    Colima: 'Give it 4 GB or more: `colima stop`, then `colima start --memory 4`.',
    Podman:
      'Give it 4 GB or more: `podman machine stop`, `podman machine set --memory 4096`, `podman machine start`.',
    'Rancher Desktop': 'Give it 4 GB or more: Rancher Desktop, Preferences, Virtual Machine, Memory.',
    OrbStack: 'Give it 4 GB or more: OrbStack, Settings, System, Memory limit.',
  };
  return ways[kind] ?? 'Give its machine 4 GB or more.';
}
