import type {HostName} from '../../course/lesson.ts';

/** The environment variable by which every process of a local lab is known: `homeId/lessonId/host/run`. */
export const tokenVariable = 'KAFKA_LESSONS_TOKEN';

/** The variable by which the processes of one `exec` are known, beside the token. */
export const execVariable = 'KAFKA_LESSONS_EXEC';

/** Stands for every home where one is to be named. No home has it: ids are hexadecimal. */
export const anyHome = '*';

export interface LabToken {
  readonly homeId: string;
  /** Absent: any lesson of the home. */
  readonly lessonId?: string;
  /** Absent: any host. */
  readonly host?: HostName;
  /** Absent: any start of the lab. */
  readonly run?: string;
  /** Absent: whether started by an `exec` or not. */
  readonly execId?: string;
}

export function renderToken(homeId: string, lessonId: string, host: HostName, run: string): string {
  return `${homeId}/${lessonId}/${host}/${run}`;
}

/** True when a process that carries `text` belongs to what `token` names. */
export function tokenMatches(token: LabToken, text: string): boolean {
  const [homeId, lessonId, host, run] = text.split('/');
  return (
    (token.homeId === anyHome || homeId === token.homeId) &&
    (token.lessonId === undefined || lessonId === token.lessonId) &&
    (token.host === undefined || host === token.host) &&
    (token.run === undefined || run === token.run)
  );
}
