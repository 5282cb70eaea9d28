import {defineConfig} from 'tsdown';
import {kafkajsForPrograms} from './scripts/bundle/kafkajs-for-programs.ts';
import {thirdPartyLicenses} from './scripts/bundle/third-party-licenses.ts';

export default defineConfig({
  entry: {
    launcher: 'src/launcher.ts',
    'main-entry': 'src/main-entry.ts',
    check: 'src/checks/api.ts',
    'check-process': 'src/check-process-entry.ts',
    'lab-guard': 'src/lab-guard-entry.ts',
  },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  fixedExtension: false,
  // Some bundled CommonJS parts ask for __dirname.
  shims: true,
  dts: {entry: ['src/checks/api.ts']},
  define: {
    'process.env.NODE_ENV': '"production"',
    // A clock before this day is wrong: src/doctor/built-at.ts.
    kafkaLessonsBuilt: JSON.stringify(new Date().toISOString().slice(0, 10)),
  },
  deps: {
    // A native addon cannot be bundled; the two others are optional parts of ssh2, which nobody here needs.
    neverBundle: ['@lydell/node-pty', 'cpu-features', /sshcrypto\.node$/, 'react-devtools-core'],
    alwaysBundle: [/.*/],
    onlyBundle: false,
  },
  minify: true,
  plugins: [
    {
      // yoga-layout fetches its WebAssembly from a `data:` URL, for which Node loads a whole HTTP client: 20–40 ms.
      name: 'yoga-without-fetch',
      transform: {
        filter: {id: /yoga-layout/},
        handler: (code: string) => code.replaceAll(/"function"\s*!=\s*typeof fetch/g, 'true'),
      },
    },
    thirdPartyLicenses(),
    kafkajsForPrograms(),
  ],
  clean: true,
  report: false,
});
