import type {OpenLesson} from './session-state.ts';

/** Something that is served in the lab and looked at in a browser. */
export interface WebPage {
  /** As commands in the lab and the lesson's page name it: `http://localhost:3000`. */
  readonly named: string;
  /** The same, seen from this machine: in Docker with another port. */
  readonly address: string;
}

/** Empty until the lab runs, and where the lesson declares no ports. */
export function webPages({lab}: Pick<OpenLesson, 'lab'>): readonly WebPage[] {
  return lab.type === 'running' ? lab.pages : [];
}

/** An address of the lesson's page as a browser on this machine reaches it; any other one as it is. */
export function reachableFrom(pages: readonly WebPage[]): (url: string) => string {
  return (url) => {
    const page = pages.find(({named}) => url === named || url.startsWith(`${named}/`));
    return page ? page.address + url.slice(page.named.length) : url;
  };
}
