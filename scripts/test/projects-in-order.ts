import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** Runs the files of one project after those of the one listed before it: what takes longest begins first. */
export class ProjectsInOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({project}: TestSpecification) => project.vitest.projects.indexOf(project);
    return sorted.toSorted((left, right) => place(left) - place(right));
  }
}
