import {readFileSync} from 'node:fs';

export interface NoticeFromElsewhere {
  /** SPDX id, the same as in the package's manifest. */
  readonly license: string;
  readonly text: string;
}

/** The terms of the MIT licence are the same for everybody; ours has them too. */
const mitTerms = readFileSync(new URL('../../LICENSE', import.meta.url), 'utf8').replace(
  /^[\s\S]*?(?=Permission is)/,
  '',
);

const iscTerms = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN
AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.
`;

/** Packages that come without a licence file, by name. Each says where its holder's name is written. */
export const noticesFromElsewhere: Readonly<Record<string, NoticeFromElsewhere>> = {
  // The LICENSE of xterm.js, the repository it is published from.
  '@xterm/headless': mit(
    'Copyright (c) 2017-2019, The xterm.js authors (https://github.com/xtermjs/xterm.js)',
    'Copyright (c) 2014-2016, SourceLair Private Company (https://www.sourcelair.com)',
    'Copyright (c) 2012-2013, Christopher Jeffrey (https://github.com/chjj/)',
  ),
  // Not installed: the bundler carries these helpers inside, and is by the same authors. Its own LICENSE.
  '@oxc-project/runtime': mit('Copyright (c) 2024-present VoidZero Inc. & Contributors'),
  // Its Readme.md, which links to the terms.
  format: mit('Copyright 2010 - 2014 Sami Samhuri sami@samhuri.net'),
  // Its README.md, which has the terms too.
  isarray: mit('Copyright (c) 2013 Julian Gruber <julian@juliangruber.com>'),
  // No notice anywhere; the author as in its package.json.
  'split-ca': {license: 'ISC', text: `Copyright (c) Charles Bushong\n\n${iscTerms}`},
  // The first lines of its modules.
  'yoga-layout': mit('Copyright (c) Meta Platforms, Inc. and affiliates.'),
};

function mit(...holders: readonly string[]): NoticeFromElsewhere {
  return {license: 'MIT', text: `${holders.join('\n')}\n\n${mitTerms}`};
}
