/** An address as it may be shown: who it is used as, and with which password, is nobody's business. */
export function withoutCredentials(address: string): string {
  return address.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/i, '$1');
}
