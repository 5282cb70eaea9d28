import {expect, it} from 'vitest';
import {newAccount, standInKafka} from './run-launcher.ts';

it('lesson test refuses several labs at a time where they would share ports, and says what takes more', async () => {
  await using account = await newAccount();
  const {exitCode, stderr} = await account.run(['--runtime', 'local', 'lesson', 'test', '--jobs', '2'], {
    environment: {KAFKA_HOME: await standInKafka(account)},
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--runtime docker');
});
