import type {KafkaLine} from '../course/lesson.ts';
import type {lookForKafka} from '../lab/distribution/find-kafka.ts';
import {kafkaReleases} from '../lab/kafka-lines/kafka-releases.ts';
import {cureForJava, type Java, majorOf, triedJavas} from '../lab/local/find-java.ts';
import {type Finding, findingsOf} from './finding.ts';

export interface LocalFacts {
  readonly java: Java | undefined;
  /** The lines of Kafka that lessons of the course run on; never none. */
  readonly lines: readonly KafkaLine[];
  readonly kafkas: readonly KafkaFacts[];
  /** `5.2.15`; undefined where there is no bash. */
  readonly bash: string | undefined;
  /** Whether processes can be listed: `/proc` on Linux, `ps` elsewhere. */
  readonly seesProcesses: boolean;
  readonly ports: readonly PortFacts[];
  /** Why the folder cannot be written, by what it is for. */
  readonly unwritable: readonly {
    readonly what: string;
    readonly folder: string;
    readonly why: string;
    readonly variable: string;
  }[];
}

export interface KafkaFacts {
  readonly line: KafkaLine;
  /** Undefined where nobody could tell in time. */
  readonly sight: Awaited<ReturnType<typeof lookForKafka>> | undefined;
}

export interface PortFacts {
  readonly port: number;
  /** Undefined for a free one; `holder` is absent where the system does not say who it is. */
  readonly taken: {readonly holder: string | undefined; readonly isOurs: boolean} | undefined;
}

const {fine, note, risk, lack} = findingsOf('local');

export function judgeLocal(facts: LocalFacts): readonly Finding[] {
  return [
    judgeJava(facts),
    ...facts.kafkas.flatMap(judgeKafka),
    judgeBash(facts.bash),
    ...(facts.seesProcesses ? [] : [noProcesses]),
    ...facts.unwritable.map(judgeUnwritable),
    ...judgePorts(facts.ports),
  ];
}

function judgeJava({java, lines}: LocalFacts): Finding {
  const expected = triedJavas(lines);
  const cure = cureForJava(lines);
  if (java?.version === undefined) {
    return lack('java', {
      found: `No Java answers (\`${java?.command ?? 'java'} -version\` fails).`,
      expected,
      cure,
    });
  }
  const {command, version} = java;
  const major = majorOf(version) ?? Number.POSITIVE_INFINITY;
  const tooOld = lines.filter((line) => major < kafkaReleases[line].oldestJava);
  if (tooOld.length > 0) {
    const found = `Java is ${version} (\`${command}\`), too old for Kafka ${and.format(tooOld)}.`;
    return tooOld.length === lines.length
      ? lack('java', {found, expected, cure})
      : risk('java', {found: `${found} Other lessons run on it.`, expected, cure});
  }
  return lines.every((line) => kafkaReleases[line].triedJavas.includes(major))
    ? fine('java', `Java ${version} (\`${command}\`)`)
    : risk('java', {
        found: `Java is ${version} (\`${command}\`), on which the course was never tried.`,
        expected,
        cure: `Set JAVA_HOME to a ${expected} where servers do not start.`,
      });
}

const and = new Intl.ListFormat('en-GB');

function judgeKafka({line, sight}: KafkaFacts): readonly Finding[] {
  if (!sight) return [];
  const id = `kafka-${line}`;
  const passedOver = sight.passedOver.filter(({source}) => source !== 'Maven');
  const notes = passedOver.map(({source, why}) =>
    note(`${id}-passed-over`, {found: `${source} is passed over: ${why}.`}),
  );
  const here = sight.inSight.find(({isHere}) => isHere);
  if (here) return [fine(id, `Kafka ${here.version} from ${here.source} (${here.place})`), ...notes];
  const [first, ...others] = sight.inSight;
  if (!first) {
    const found = `No Kafka ${line} is on this machine, and none can be fetched.`;
    return [lack(id, {found, cure: sight.cure}), ...notes];
  }
  const also = others.map(({source}) => `, else with ${source}`).join('');
  return [
    note(id, {
      found: `Kafka ${first.version} is not here yet; the first lesson that runs on it fetches it once, from ${first.place}${also}.`,
    }),
    ...notes,
  ];
}

function judgeBash(version: string | undefined): Finding {
  const expected = 'bash 3.2 or newer';
  if (version === undefined) {
    return lack('bash', {
      found: 'There is no bash on the PATH, and the shells of a lesson are bash.',
      expected,
      cure: 'Install bash (for example `apt install bash`).',
    });
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const hasPs0 = major > 4 || (major === 4 && minor >= 4);
  return major > 3 || (major === 3 && minor >= 2)
    ? fine('bash', `bash ${version}${hasPs0 ? '' : ' (before 4.4: commands are noticed in another way)'}`)
    : lack('bash', {
        found: `bash is ${version}.`,
        expected,
        cure: 'Install a newer bash and put its folder first on the PATH.',
      });
}

const noProcesses = lack('processes', {
  found: 'The processes of this machine cannot be listed (no /proc, no ps).',
  expected: '/proc on Linux, ps on macOS',
  cure: 'Install ps (the package procps), or have /proc mounted.',
});

function judgeUnwritable({what, folder, why, variable}: LocalFacts['unwritable'][number]): Finding {
  return lack('writable', {
    found: `${folder} cannot be written (${why}), which is needed for ${what}.`,
    cure: `Make it writable, or set ${variable} to another folder.`,
  });
}

function judgePorts(ports: readonly PortFacts[]): readonly Finding[] {
  const taken = ports.filter((each) => each.taken && !each.taken.isOurs);
  const findings = taken.map(({port, taken: by}) =>
    lack(`port-${port}`, {
      found: `Port ${port} is taken by ${by?.holder ?? 'another program'}.`,
      cure: 'Stop that program, or use containers, which need no fixed ports: --runtime docker.',
    }),
  );
  const free = ports.filter((each) => !taken.includes(each)).map(({port}) => port);
  return free.length === 0
    ? findings
    : [fine('ports', `the ports ${free.join(', ')} are free or ours`), ...findings];
}
