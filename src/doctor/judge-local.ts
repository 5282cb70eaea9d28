import type {lookForKafka} from '../lab/distribution/find-kafka.ts';
import {cureForJava, type Java, majorOf, oldestJava, triedJavas} from '../lab/local/find-java.ts';
import {type Finding, findingsOf} from './finding.ts';

export interface LocalFacts {
  readonly java: Java | undefined;
  readonly kafka: Awaited<ReturnType<typeof lookForKafka>> | undefined;
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

export interface PortFacts {
  readonly port: number;
  /** False for one that lessons to come need. */
  readonly isNeeded: boolean;
  /** Undefined for a free one; `holder` is absent where the system does not say who it is. */
  readonly taken: {readonly holder: string | undefined; readonly isOurs: boolean} | undefined;
}

const {fine, note, risk, lack} = findingsOf('local');

export function judgeLocal(facts: LocalFacts): readonly Finding[] {
  return [
    judgeJava(facts.java),
    ...judgeKafka(facts.kafka),
    judgeBash(facts.bash),
    ...(facts.seesProcesses ? [] : [noProcesses]),
    ...facts.unwritable.map(judgeUnwritable),
    ...judgePorts(facts.ports),
  ];
}

function judgeJava(java: Java | undefined): Finding {
  const expected = `Java ${triedJavas.join(' or ')}`;
  if (java?.version === undefined) {
    return lack('java', {
      found: `No Java answers (\`${java?.command ?? 'java'} -version\` fails).`,
      expected,
      cure: cureForJava,
    });
  }
  const {command, version} = java;
  const major = majorOf(version);
  if (major !== undefined && major < oldestJava) {
    return lack('java', {
      found: `Java is ${version} (\`${command}\`), too old for Kafka 3.9.`,
      expected,
      cure: cureForJava,
    });
  }
  return major !== undefined && triedJavas.includes(major)
    ? fine('java', `Java ${version} (\`${command}\`)`)
    : risk('java', {
        found: `Java is ${version} (\`${command}\`), on which the course was never tried.`,
        expected,
        cure: 'Set JAVA_HOME to a Java 11, 17 or 21 where servers do not start.',
      });
}

function judgeKafka(kafka: LocalFacts['kafka']): readonly Finding[] {
  if (!kafka) return [];
  const passedOver = kafka.passedOver.filter(({source}) => source !== 'Maven');
  const notes = passedOver.map(({source, why}) =>
    note('kafka-passed-over', {found: `${source} is passed over: ${why}.`}),
  );
  const here = kafka.inSight.find(({isHere}) => isHere);
  if (here) return [fine('kafka', `Kafka ${here.version} from ${here.source} (${here.place})`), ...notes];
  const [first, ...others] = kafka.inSight;
  if (!first) {
    const found = 'No Kafka 3.9 is on this machine, and none can be fetched.';
    return [lack('kafka', {found, cure: kafka.cure}), ...notes];
  }
  const also = others.map(({source}) => `, else with ${source}`).join('');
  return [
    note('kafka', {
      found: `Kafka ${first.version} is not here yet; the first lesson fetches it once, from ${first.place}${also}.`,
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
  const findings = taken.map(({port, isNeeded, taken: by}) => {
    const found = `Port ${port} is taken by ${by?.holder ?? 'another program'}.`;
    return isNeeded
      ? lack(`port-${port}`, {
          found,
          cure: 'Stop that program, or use containers, which need no fixed ports: --runtime docker.',
        })
      : note(`port-${port}`, {found: `${found} Only a lesson to come needs it.`});
  });
  const free = ports.filter((each) => each.isNeeded && !taken.includes(each)).map(({port}) => port);
  return free.length === 0
    ? findings
    : [fine('ports', `the ports ${free.join(', ')} are free or ours`), ...findings];
}
