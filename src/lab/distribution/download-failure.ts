/**
 * Why a site does not serve, in a sentence that names it. `absent`: it does not have the file, as sites of current
 * releases do not have an older one. `silent`: nothing at all was heard of it. `unreachable`: it could not be asked.
 * `final`: another site will not do either.
 */
export class DownloadFailure extends Error {
  override name = 'DownloadFailure';
  readonly kind: 'absent' | 'silent' | 'unreachable' | 'final' | 'other';

  constructor(message: string, kind: DownloadFailure['kind'] = 'other') {
    super(message);
    this.kind = kind;
  }
}
