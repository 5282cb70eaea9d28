import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const broker = '--bootstrap-server localhost:9092';

describe(`equivalent ways in the lesson on Connect on ${runtime}`, () => {
  it('are accepted: other words, names and converters, HTTP by other means, a class by its whole name', async () => {
    await inLesson('15-connect', runtime, async ({lab, run, start, press, judge, kafka}) => {
      const onConnect = async (command: string) => run(command, 'files');
      const passes = async (step: string, command: string, terminal = 'files') => {
        await run(command, terminal);
        expect(`${command}: ${await judge(step)}`).toBe(`${command}: passed`);
      };
      await passes('text-file', "printf '%s\\n' 'first line' 2 > test.txt");

      // Settings of one's own, without descriptions, and connectors as JSON, as 3.8 and later take them.
      await onConnect(
        "sed 's/schemas.enable=true/schemas.enable=false/; s#^plugin.path=#plugin.path='$PWD'/#' config/connect-standalone.properties > mine.properties",
      );
      const named = (name: string, kind: string, more: string) =>
        `{"name":"${name}","config":{"connector.class":"org.apache.kafka.connect.file.FileStream${kind}Connector","tasks.max":"1",${more}}}`;
      await onConnect(
        `echo '${named('in', 'Source', '"file":"test.txt","topic":"connect-test"')}' > in.json`,
      );
      await onConnect(
        `echo '${named('out', 'Sink', '"file":"test.sink.txt","topics":"connect-test"')}' > out.json`,
      );
      await start('bin/connect-standalone.sh mine.properties in.json out.json', 'connect');
      expect(await judge('start-worker')).toBe('passed');

      await onConnect(`printf 'half' >> test.txt`);
      expect(await judge('half-line')).toBe('passed');
      await passes('whole-line', 'echo >> test.txt');

      const ask = (how: string, path: string) =>
        `exec 3<>/dev/tcp/localhost/8083; printf '${how} ${path} HTTP/1.0\\r\\nHost: localhost\\r\\nContent-Length: 0\\r\\n\\r\\n' >&3; timeout 3 cat <&3; true`;
      await passes('ask-worker', ask('GET', '/connectors/out/status'));
      await onConnect(ask('PUT', '/connectors/out/pause'));
      await passes('pause', 'echo paused >> test.txt');
      await passes('resume', ask('PUT', '/connectors/out/resume'));

      const consumer = kafka.consumer({groupId: 'own'});
      await consumer.connect();
      await consumer.subscribe({topic: 'connect-test', fromBeginning: true});
      const read = new Promise<string>((resolve) => {
        void consumer.run({eachMessage: async ({message}) => resolve(String(message.value))});
      });
      expect(await read).toBe('"first line"');
      await consumer.disconnect();

      await onConnect(
        `echo '{"connector.class":"FileStreamSinkConnector","file":"elsewhere.txt","topics":"connect-test"}' > s.json`,
      );
      await passes('second-sink', './rest PUT /connectors/yet-another/config s.json');

      const writer = kafka.producer();
      await writer.connect();
      await writer.send({topic: 'plain', messages: [{value: 'no { json'}]});
      await writer.disconnect();
      await onConnect(`echo '{"connector.class":"FileStreamSink","file":"p.txt","topics":"plain"}' > p.json`);
      await onConnect('./rest PUT /connectors/words/config p.json');
      await lab.look();
      await passes('broken', 'until ./rest GET /connectors/words/status | grep FAILED; do sleep 1; done');
      await onConnect(
        `echo '{"connector.class":"FileStreamSink","file":"q.txt","topics":"plain","value.converter":"org.apache.kafka.connect.storage.StringConverter"}' > p.json`,
      );
      await passes('mended', './rest PUT /connectors/words/config p.json');

      await onConnect(
        `mkdir -p a/b; echo '{"connector.class":"FileStreamSink","file":"a/b/c.txt","topics":"plain","value.converter":"org.apache.kafka.connect.storage.StringConverter"}' > c.json`,
      );
      await passes('restarted', './rest PUT /connectors/deep/config c.json');
      await passes('removed', ask('DELETE', '/connectors/yet-another'));

      await press('ctrl-c', 'connect');
      await run(`bin/kafka-topics.sh --delete --topic connect-test ${broker}`, 'client');
      await onConnect('mv data/connect.offsets /tmp/gone.$$');
      await start('bin/connect-standalone.sh mine.properties in.json out.json', 'connect');
      expect(await judge('forgotten')).toBe('passed');
    });
  });
});
